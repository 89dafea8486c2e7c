package dev.sentiment4j.model;

import com.google.gson.Gson;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.model.FileCheck.Content;
import dev.sentiment4j.model.HeadSpec.Activation;
import dev.sentiment4j.model.KnownModels.KnownModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Derives a manifest from a plain Hugging Face export: one classification head whose labels, activation and length
 * limit stand in {@code config.json} and {@code tokenizer_config.json}, and whose graph output is called "logits". What
 * those files leave open comes from the table of known models, never from a guess.
 */
final class HuggingFaceExport {
    static final String CONFIG = "config.json";

    private static final String TOKENIZER = "tokenizer.json";
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    private static final String OUTPUT = "logits";
    private static final String UNVERSIONED = "unversioned";
    private static final int DEFAULT_MAX_TOKENS = 512;
    private static final int DEFAULT_LABELS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(HuggingFaceExport.class);

    /** In the order of preference: what is whole before what was reduced. */
    private static final Map<String, List<String>> WEIGHTS = Map.of(
            "onnx",
            List.of(
                    "model.onnx",
                    "onnx/model.onnx",
                    "onnx/model_quantized.onnx",
                    "onnx/model_fp16.onnx",
                    "model_quantized.onnx",
                    "model_optimized.onnx",
                    "onnx/model_optimized.onnx"),
            "torchscript",
            List.of("model.pt", "traced_model.pt"));

    /** Parameters without a graph, which no engine here runs. */
    private static final List<String> PARAMETERS_ONLY = List.of(
            "model.safetensors",
            "model.safetensors.index.json",
            "pytorch_model.bin",
            "pytorch_model.bin.index.json",
            "tf_model.h5",
            "flax_model.msgpack");

    private static final List<String> OTHER_TOKENIZERS =
            List.of("vocab.txt", "bpe.codes", "vocab.json", "merges.txt", "sentencepiece.bpe.model", "spiece.model");

    /** Families whose positions count from pad_token_id + 1, so that this many fit less than the configuration says. */
    private static final Set<String> OFFSET_POSITIONS = Set.of(
            "roberta",
            "xlm-roberta",
            "xlm-roberta-xl",
            "camembert",
            "roberta-prelayernorm",
            "longformer",
            "data2vec-text",
            "mpnet",
            "xmod",
            "ibert");

    private final ModelSource source;
    private final List<String> problems;
    private final BundleDraft draft = new BundleDraft();

    private HuggingFaceExport(ModelSource source, List<String> problems) {
        this.source = source;
        this.problems = problems;
    }

    /** What the export says; its manifest is absent if no head can be made of it. */
    static BundleDraft read(ModelSource source, List<String> problems) {
        HuggingFaceExport export = new HuggingFaceExport(source, problems);
        Map<String, String> weights = export.weights();
        export.tokenizer();
        FileCheck.document(source, CONFIG, problems)
                .flatMap(document -> JsonFields.of(document, CONFIG, true, problems))
                .ifPresent(config -> export.manifest(config, weights));
        return export.draft;
    }

    /** TorchScript is often named as its folder: DJL looks for it so. */
    private Optional<String> ownName(String format) {
        return format.equals("torchscript") ? Optional.of(BundleName.of(source).id() + ".pt") : Optional.empty();
    }

    private Map<String, String> weights() {
        Map<String, String> found = new TreeMap<>();
        WEIGHTS.forEach((format, names) -> Stream.concat(names.stream(), ownName(format).stream())
                .filter(source::exists)
                .findFirst()
                .ifPresent(file -> {
                    found.put(format, file);
                    draft.file(file, "the " + format + " weights", BundleDraft.content(format), true);
                }));
        if (found.isEmpty()) {
            List<String> others =
                    PARAMETERS_ONLY.stream().filter(source::exists).toList();
            problems.add(
                    others.isEmpty()
                            ? "no weights: expected model.onnx, onnx/model.onnx or another name of docs/models.md"
                            : "no weights that an engine can run: found only " + String.join(", ", others)
                                    + ", which is parameters without a graph. Export the model once with Python:"
                                    + " optimum-cli export onnx --model THIS_DIRECTORY --task text-classification"
                                    + " NEW_DIRECTORY, then load NEW_DIRECTORY");
        }
        return found;
    }

    private void tokenizer() {
        if (source.exists(TOKENIZER)) {
            draft.file(TOKENIZER, "the tokenizer", Content.JSON, true);
            return;
        }
        List<String> others = OTHER_TOKENIZERS.stream().filter(source::exists).toList();
        String found = others.isEmpty() ? "" : ", found only " + String.join(", ", others);
        problems.add(
                others.contains("bpe.codes")
                        ? TOKENIZER + ": missing" + found + ". Python's transformers library has no converter for this"
                                + " kind; build the file with its tokenizers library"
                        : TOKENIZER + ": missing" + found + ". Write it once with Python: from transformers import"
                                + " AutoTokenizer; AutoTokenizer.from_pretrained('THIS_DIRECTORY',"
                                + " use_fast=True).save_pretrained('THIS_DIRECTORY')");
    }

    private void manifest(JsonFields config, Map<String, String> weights) {
        Optional<List<String>> stated = labels(config);
        int maxTokens = maxTokens(config);
        if (stated.isEmpty()) {
            return;
        }
        List<String> found = stated.get();
        List<String> names = new ArrayList<>();
        if (config.has("_name_or_path")) {
            config.anyText("_name_or_path").ifPresent(names::add);
        }
        BundleName name = BundleName.of(source);
        names.addAll(name.names());
        Optional<KnownModel> known = KnownModels.read().find(names, found);
        known.ifPresent(model -> LOG.debug("{} is taken for {}", source.description(), model.name()));
        List<String> labels = known.filter(model -> LabelSets.areStandIns(found))
                .map(KnownModel::labels)
                .orElse(found);
        if (labels.stream().anyMatch(LabelSets::isNameless)) {
            problems.add(CONFIG + ": " + unnamed(name.id(), labels, maxTokens, weights));
        }
        Optional<Activation> activation = activation(config, known, labels);
        if (activation.isEmpty()) {
            return;
        }
        ModelManifest.Builder manifest = ModelManifest.builder(
                        new ModelInfo(name.id(), name.version().orElse(UNVERSIONED)))
                .maxTokens(maxTokens)
                .tokenizer(TOKENIZER);
        weights.forEach(manifest::weights);
        if (config.has("pad_token_id")) {
            config.integer("pad_token_id", -1, Integer.MAX_VALUE - 1).ifPresent(padId -> {
                if (padId >= 0) {
                    manifest.padId(padId);
                }
            });
        }
        known.ifPresent(model ->
                manifest.languages(model.languages()).licence(model.licence()).profile(model.profile()));
        if (source.exists("golden.jsonl")) {
            manifest.golden("golden.jsonl");
        }
        try {
            String head = known.map(KnownModel::head).orElseGet(() -> LabelSets.head(labels));
            draft.manifest(manifest.head(head(head, labels, activation.get())).build());
        } catch (InvalidOptionsException e) {
            e.problems().forEach(problem -> problems.add(CONFIG + ": " + problem));
        }
    }

    private static HeadSpec head(String name, List<String> labels, Activation activation) {
        // results look the label up as "toxic"
        List<String> names = name.equals(LabelSets.TOXICITY)
                ? labels.stream()
                        .map(label -> label.equalsIgnoreCase("toxic") ? "toxic" : label)
                        .toList()
                : labels;
        return HeadSpec.builder(name, names)
                .output(OUTPUT)
                .activation(activation)
                .build();
    }

    /** The labels in index order; LABEL_n where the export names none, as its writer leaves defaults out. */
    private Optional<List<String>> labels(JsonFields config) {
        OptionalInt count = config.has("num_labels") ? config.integer("num_labels", 1, 100_000) : OptionalInt.empty();
        if (!config.has("id2label")) {
            Optional<String> other = otherTask(config);
            if (other.isPresent()) {
                config.problem("architectures", "names " + other.get() + ", which is no text classifier");
                return Optional.empty();
            }
            return Optional.of(standIns(count.orElse(DEFAULT_LABELS)));
        }
        Optional<JsonFields> map = config.object("id2label");
        if (map.isEmpty()) {
            return Optional.empty();
        }
        Set<String> keys = map.get().keys();
        List<String> expected =
                IntStream.range(0, keys.size()).mapToObj(Integer::toString).toList();
        if (keys.isEmpty() || !keys.containsAll(expected)) {
            config.problem("id2label", "must number its labels 0, 1, 2 and so on, found " + keys);
            return Optional.empty();
        }
        if (count.isPresent() && count.getAsInt() != keys.size()) {
            config.problem("num_labels", "is " + count.getAsInt() + ", but id2label names " + keys.size());
        }
        List<String> labels = new ArrayList<>();
        for (String key : expected) {
            map.get().text(key).ifPresent(labels::add);
        }
        if (labels.size() < keys.size()) {
            return Optional.empty();
        }
        if (Set.copyOf(labels).size() < labels.size()) {
            config.problem("id2label", "names a label twice: " + labels);
            return Optional.empty();
        }
        return Optional.of(labels);
    }

    private static Optional<String> otherTask(JsonFields config) {
        if (!config.has("architectures")) {
            return Optional.empty();
        }
        return config.texts("architectures")
                .filter(names -> !names.isEmpty() && names.stream().noneMatch(name -> name.contains("Classification")))
                .map(names -> String.join(", ", names));
    }

    private static List<String> standIns(int count) {
        return IntStream.range(0, count).mapToObj(i -> "LABEL_" + i).toList();
    }

    private Optional<Activation> activation(JsonFields config, Optional<KnownModel> known, List<String> labels) {
        String type = config.has("problem_type") ? config.text("problem_type").orElse("") : "";
        Activation activation;
        switch (type) {
            case "single_label_classification" -> activation = Activation.SOFTMAX;
            case "multi_label_classification" -> activation = Activation.SIGMOID;
            case "regression" -> {
                config.problem(
                        "problem_type",
                        "is regression: the model gives numbers, not labels; only classifiers can be loaded");
                return Optional.empty();
            }
            case "" -> activation = known.map(KnownModel::activation).orElseGet(() -> usual(labels));
            default -> {
                config.problem(
                        "problem_type",
                        "is '" + type + "'; known are single_label_classification, multi_label_classification");
                return Optional.empty();
            }
        }
        if (activation == Activation.SOFTMAX && labels.size() == 1) {
            config.problem(
                    "problem_type",
                    "is exclusive over one label, which always gives 1; use multi_label_classification");
            return Optional.empty();
        }
        return Optional.of(activation);
    }

    /** Softmax; but one label alone can only be asked about by itself. */
    private static Activation usual(List<String> labels) {
        return labels.size() == 1 ? Activation.SIGMOID : Activation.SOFTMAX;
    }

    private int maxTokens(JsonFields config) {
        List<Integer> limits = new ArrayList<>();
        if (config.has("max_position_embeddings")) {
            OptionalInt positions = config.integer("max_position_embeddings", 1, ModelManifest.MAX_TOKENS_LIMIT);
            String family = config.has("model_type") ? config.text("model_type").orElse("") : "";
            int padId = config.has("pad_token_id")
                    ? config.integer("pad_token_id", -1, Integer.MAX_VALUE - 1).orElse(1)
                    : 1;
            int taken = OFFSET_POSITIONS.contains(family) ? Math.max(padId, 0) + 1 : 0;
            if (positions.isPresent() && positions.getAsInt() <= taken) {
                config.problem("max_position_embeddings", "leaves no room for a text: " + positions.getAsInt());
            }
            positions.ifPresent(count -> limits.add(Math.max(1, count - taken)));
        }
        if (source.exists(TOKENIZER_CONFIG)) {
            FileCheck.document(source, TOKENIZER_CONFIG, problems)
                    .flatMap(document -> JsonFields.of(document, TOKENIZER_CONFIG, true, problems))
                    .filter(tokenizer -> tokenizer.has("model_max_length"))
                    .ifPresent(tokenizer -> tokenizer.number("model_max_length").ifPresent(length -> {
                        if (length < 1) {
                            tokenizer.problem("model_max_length", "must be positive, found " + length);
                        } else if (length <= ModelManifest.MAX_TOKENS_LIMIT) {
                            // beyond that it is the writer's way to say that nobody told
                            limits.add((int) length);
                        }
                    }));
        }
        return limits.isEmpty() ? DEFAULT_MAX_TOKENS : Collections.min(limits);
    }

    /** The refusal of labels that say nothing, with a manifest that only lacks their names. */
    private static String unnamed(String id, List<String> labels, int maxTokens, Map<String, String> weights) {
        Gson gson = new Gson();
        List<String> names =
                switch (labels.size()) {
                    case 2 -> List.of("negative", "positive");
                    case 3 -> List.of("negative", "neutral", "positive");
                    case 5 -> List.of("1 star", "2 stars", "3 stars", "4 stars", "5 stars");
                    default -> labels.stream().map(label -> "name of " + label).toList();
                };
        String head = LabelSets.head(names);
        String activation = labels.size() == 1 ? "sigmoid" : "softmax";
        return "labels " + labels + " do not say what they mean. Name them, in this order, in a file "
                + ManifestReader.FILE + " beside it, for example:\n"
                + "     {\"id\": " + gson.toJson(id) + ", \"version\": \"1\", \"maxTokens\": " + maxTokens + ",\n"
                + "      \"weights\": " + gson.toJson(weights.isEmpty() ? Map.of("onnx", "model.onnx") : weights)
                + ",\n"
                + "      \"heads\": [{\"name\": \"" + head + "\", \"output\": \"" + OUTPUT + "\", \"activation\": \""
                + activation + "\",\n"
                + "                 \"labels\": " + gson.toJson(names) + "}]}";
    }
}
