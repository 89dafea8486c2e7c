package dev.sentiment4j.model;

import com.google.gson.JsonElement;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.model.FileCheck.Content;
import dev.sentiment4j.model.HeadSpec.Activation;
import dev.sentiment4j.model.HeadSpec.Meaning;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code sentiment4j.json}. Strict, because a slip in here changes answers without a word: a missing key, a wrong
 * type or a misspelt key inside an object is a problem. Only unknown keys at the top are let pass, so that bundles can
 * carry remarks of their own and older releases read newer bundles.
 */
final class ManifestReader {
    static final String FILE = "sentiment4j.json";

    /** Where golden texts are when the manifest names no file. */
    private static final String GOLDEN = "golden.jsonl";

    private static final Logger LOG = LoggerFactory.getLogger(ManifestReader.class);
    private static final Pattern FORMAT = Pattern.compile("[a-z0-9-]+");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private static final Set<String> KEYS = Set.of(
            "id",
            "version",
            "language",
            "licence",
            "textProfile",
            "maxTokens",
            "longText",
            "tokenizer",
            "weights",
            "engine",
            "layout",
            "heads",
            "golden",
            "sha256",
            // told to people, not used
            "base",
            "embedding",
            "training",
            "validation");
    private static final List<String> PROFILE_KEYS = List.of("name", "version", "emojiNames", "steps");
    private static final List<String> HEAD_KEYS =
            List.of("name", "output", "activation", "labels", "temperature", "threshold", "thresholds", "meanings");

    private final ModelSource source;
    private final List<String> problems;
    private final BundleDraft draft = new BundleDraft();

    private ManifestReader(ModelSource source, List<String> problems) {
        this.source = source;
        this.problems = problems;
    }

    /** Every key that can stand in a manifest, for the documentation's test. */
    static Set<String> keys() {
        Set<String> keys = new TreeSet<>(KEYS);
        keys.addAll(PROFILE_KEYS);
        keys.addAll(HEAD_KEYS);
        return keys;
    }

    /** What the manifest says; its manifest is absent if anything in it is wrong. */
    static BundleDraft read(ModelSource source, List<String> problems) {
        ManifestReader reader = new ManifestReader(source, problems);
        FileCheck.document(source, FILE, problems)
                .flatMap(document -> JsonFields.of(document, FILE, false, problems))
                .ifPresent(reader::manifest);
        return reader.draft;
    }

    private void manifest(JsonFields json) {
        int before = problems.size();
        Set<String> unknown = json.unknown(KEYS);
        if (!unknown.isEmpty()) {
            LOG.debug("{} of {} has keys that are not known here: {}", FILE, source.description(), unknown);
        }
        String id = json.text("id").orElse("");
        String version = json.text("version").orElse("");
        ModelManifest.Builder manifest = ModelManifest.builder(new ModelInfo(id, version));
        if (json.has("language")) {
            json.texts("language").ifPresent(tags -> manifest.languages(languages(json, tags)));
        }
        if (json.has("licence")) {
            json.text("licence").ifPresent(manifest::licence);
        }
        if (json.has("textProfile")) {
            json.object("textProfile").ifPresent(profile -> profile(profile, manifest));
        }
        json.integer("maxTokens", 1, ModelManifest.MAX_TOKENS_LIMIT).ifPresent(manifest::maxTokens);
        if (json.has("longText")) {
            longText(json, manifest);
        }
        if (json.has("layout")) {
            json.text("layout")
                    .filter(layout -> !layout.equals("padded"))
                    .ifPresent(layout ->
                            json.problem("layout", "is '" + layout + "'; this release runs 'padded' graphs only"));
        }
        String tokenizer = json.has("tokenizer") ? file(json, "tokenizer").orElse("tokenizer.json") : "tokenizer.json";
        manifest.tokenizer(tokenizer);
        draft.file(tokenizer, "the tokenizer", tokenizer.endsWith(".json") ? Content.JSON : Content.OTHER, true);
        json.object("weights").ifPresent(weights -> weights(json, weights, manifest));
        if (json.has("engine")) {
            json.text("engine").ifPresent(manifest::engine);
        }
        json.objects("heads").ifPresent(heads -> heads(json, heads, manifest));
        golden(json, manifest);
        if (json.has("sha256")) {
            json.object("sha256").ifPresent(sums -> sums(sums, manifest));
        }
        if (problems.size() == before) {
            build(manifest);
        }
    }

    private void build(ModelManifest.Builder manifest) {
        try {
            draft.manifest(manifest.build());
        } catch (InvalidOptionsException e) {
            e.problems().forEach(problem -> problems.add(FILE + ": " + problem));
        }
    }

    private static List<String> languages(JsonFields json, List<String> tags) {
        for (String tag : tags) {
            try {
                new Locale.Builder().setLanguageTag(tag);
            } catch (IllformedLocaleException e) {
                json.problem("language", "holds '" + tag + "', which is no BCP 47 tag such as 'en' or 'pt-BR'");
            }
        }
        return tags;
    }

    private void profile(JsonFields json, ModelManifest.Builder manifest) {
        json.refuseUnknown(PROFILE_KEYS);
        Optional<String> name = json.text("name");
        OptionalInt version = json.integer("version", 1, Integer.MAX_VALUE);
        Optional<String> emojiNames = json.has("emojiNames") ? file(json, "emojiNames") : Optional.empty();
        emojiNames.ifPresent(file -> draft.file(file, "the emoji names of the text profile", Content.OTHER, false));
        List<String> steps = json.has("steps") ? json.texts("steps").orElse(List.of()) : List.of();
        if (name.isPresent() && version.isPresent()) {
            manifest.profile(new ProfileRef(name.get(), version.getAsInt(), emojiNames.orElse(null), steps));
        }
    }

    /** Either the word "truncate", or an object with windows and overlap. */
    private static void longText(JsonFields json, ModelManifest.Builder manifest) {
        JsonElement value = json.raw("longText");
        if (value != null && value.isJsonObject()) {
            json.object("longText").ifPresent(policy -> {
                policy.refuseUnknown(List.of("windows", "overlap"));
                OptionalInt windows = policy.integer("windows", 1, Integer.MAX_VALUE);
                OptionalInt overlap = policy.integer("overlap", 0, ModelManifest.MAX_TOKENS_LIMIT);
                if (windows.isPresent() && overlap.isPresent()) {
                    manifest.longText(LongTextPolicy.windows(windows.getAsInt(), overlap.getAsInt()));
                }
            });
        } else if (value == null
                || !value.isJsonPrimitive()
                || !value.getAsString().equals("truncate")) {
            json.problem("longText", "must be \"truncate\" or {\"windows\": 4, \"overlap\": 16}");
        }
    }

    private void weights(JsonFields json, JsonFields weights, ModelManifest.Builder manifest) {
        if (weights.keys().isEmpty()) {
            json.problem("weights", "is empty; name at least one file, as in {\"onnx\": \"model.onnx\"}");
        }
        for (String format : weights.keys()) {
            if (!FORMAT.matcher(format).matches()) {
                weights.problem(format, "is no format name: lower-case letters, digits, hyphens");
                continue;
            }
            file(weights, format).ifPresent(file -> {
                manifest.weights(format, file);
                draft.file(file, "the " + format + " weights", BundleDraft.content(format), true);
            });
        }
    }

    private void heads(JsonFields json, List<JsonFields> heads, ModelManifest.Builder manifest) {
        if (heads.isEmpty()) {
            json.problem("heads", "is empty; describe at least one");
        }
        List<String> names = new ArrayList<>();
        for (JsonFields head : heads) {
            head.refuseUnknown(HEAD_KEYS);
            Optional<String> name = head.text("name");
            Optional<String> output = head.text("output");
            Optional<Activation> activation = activation(head);
            Optional<List<String>> labels = head.texts("labels");
            if (name.isPresent() && names.contains(name.get())) {
                head.problem("name", "is '" + name.get() + "' like an earlier head's; each needs a name of its own");
            }
            name.ifPresent(names::add);
            if (name.isEmpty() || output.isEmpty() || activation.isEmpty() || labels.isEmpty()) {
                continue;
            }
            if (activation.get() == Activation.SOFTMAX && labels.get().size() == 1) {
                head.problem("activation", "is softmax over one label, which always gives 1; use sigmoid");
            }
            HeadSpec.Builder spec = HeadSpec.builder(name.get(), labels.get())
                    .output(output.get())
                    .activation(activation.get());
            if (head.has("temperature")) {
                head.number("temperature").ifPresent(spec::temperature);
            }
            if (head.has("thresholds")) {
                head.numberMap("thresholds").ifPresent(map -> map.forEach(spec::threshold));
            }
            if (head.has("threshold")) {
                head.number("threshold").ifPresent(spec::threshold);
            }
            if (head.has("meanings")) {
                head.object("meanings").ifPresent(meanings -> meanings(meanings, spec));
            }
            try {
                manifest.head(spec.build());
            } catch (InvalidOptionsException e) {
                e.problems().forEach(problem -> problems.add(FILE + ": head '" + name.get() + "': " + problem));
            }
        }
    }

    private static Optional<Activation> activation(JsonFields head) {
        Optional<String> name = head.text("activation");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        switch (name.get()) {
            case "softmax" -> {
                return Optional.of(Activation.SOFTMAX);
            }
            case "sigmoid" -> {
                return Optional.of(Activation.SIGMOID);
            }
            default -> {
                head.problem("activation", "must be 'softmax' or 'sigmoid', found '" + name.get() + "'");
                return Optional.empty();
            }
        }
    }

    /** For each label either the name of a sentiment, or an object with that name and a value. */
    private static void meanings(JsonFields json, HeadSpec.Builder spec) {
        for (String label : json.keys()) {
            JsonElement value = json.raw(label);
            if (value != null && value.isJsonObject()) {
                json.object(label).ifPresent(meaning -> {
                    meaning.refuseUnknown(List.of("label", "value"));
                    Optional<SentimentLabel> sentiment = sentiment(meaning, "label");
                    meaning.number("value")
                            .ifPresent(number -> sentiment.ifPresent(s -> spec.meaning(label, new Meaning(s, number))));
                });
            } else {
                sentiment(json, label).ifPresent(s -> spec.meaning(label, Meaning.of(s)));
            }
        }
    }

    private static Optional<SentimentLabel> sentiment(JsonFields json, String key) {
        Optional<String> name = json.text(key);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        for (SentimentLabel label : SentimentLabel.values()) {
            if (label.id().equals(name.get())) {
                return Optional.of(label);
            }
        }
        json.problem(key, "must be 'negative', 'neutral' or 'positive', found '" + name.get() + "'");
        return Optional.empty();
    }

    private void golden(JsonFields json, ModelManifest.Builder manifest) {
        Optional<String> golden =
                json.has("golden") ? file(json, "golden") : Optional.of(GOLDEN).filter(source::exists);
        golden.ifPresent(file -> {
            manifest.golden(file);
            draft.file(file, "the golden texts", Content.OTHER, false);
        });
    }

    private void sums(JsonFields json, ModelManifest.Builder manifest) {
        for (String file : json.keys()) {
            Optional<String> refusal = BundleFiles.refusal(file);
            refusal.ifPresent(why -> json.problem(file, "is refused as a file name: it " + why));
            Optional<String> hex = json.text(file);
            if (hex.isEmpty() || refusal.isPresent()) {
                continue;
            }
            if (!SHA256.matcher(hex.get()).matches()) {
                json.problem(file, "must be 64 hexadecimal digits");
                continue;
            }
            String lower = hex.get().toLowerCase(Locale.ROOT);
            manifest.sha256(file, lower);
            draft.sha256(file, lower);
        }
    }

    /** A file name that stays inside the bundle. */
    private static Optional<String> file(JsonFields json, String key) {
        return json.text(key).filter(name -> {
            Optional<String> refusal = BundleFiles.refusal(name);
            refusal.ifPresent(why -> json.problem(key, "is '" + name + "', which " + why));
            return refusal.isEmpty();
        });
    }
}
