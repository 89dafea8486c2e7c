package dev.sentiment4j.bundles;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelManifest;
import dev.sentiment4j.model.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of the tiny bundles under {@code dev/sentiment4j/bundles}, for tests of engines and tokenizers: a hand-made
 * manifest, so that they do not depend on the reader of manifests.
 */
public record TestBundle(String name) {
    private static final String FOLDER = "dev/sentiment4j/bundles/";
    private static final List<String> FILES = List.of(
            "config.json",
            "expected.jsonl",
            "golden.jsonl",
            "model.onnx",
            "model.onnx_data",
            "model.pt",
            "onnx/model.onnx",
            "onnx/model_quantized.onnx",
            "sentiment4j.json",
            "special_tokens_map.json",
            "tokenizer.json",
            "tokenizer_config.json");

    /**
     * What the reference implementation gives for a text.
     *
     * @param ids the whole model input, never cut
     * @param logits by output name, for the ids cut to {@code maxTokens} (see {@link #input})
     */
    public record Expected(String text, int[] ids, Map<String, float[]> logits, int maxTokens) {
        /** The ids as the graph was given them: cut to the limit, the closing token kept. */
        public int[] input() {
            if (ids.length <= maxTokens) {
                return ids;
            }
            int[] cut = Arrays.copyOf(ids, maxTokens);
            cut[maxTokens - 1] = ids[ids.length - 1];
            return cut;
        }
    }

    /** The bundle on the class path. */
    public ModelSource source() {
        return ModelSource.classPath(TestBundle.class.getClassLoader(), FOLDER + name);
    }

    /** Copies every file into a directory, for engines that need real files and for tests that damage them. */
    public ModelSource copyTo(Path directory) {
        try {
            for (String file : FILES) {
                if (source().exists(file)) {
                    Path target = directory.resolve(file);
                    Files.createDirectories(target.getParent());
                    try (InputStream in = source().open(file)) {
                        Files.copy(in, target);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ModelSource.directory(directory);
    }

    /** The graph's file. */
    public String graph() {
        return FILES.stream()
                .filter(f -> f.endsWith(".onnx") && source().exists(f))
                .findFirst()
                .orElseThrow();
    }

    /** The bundle as it lies on the class path, with one head per output, named as the output. */
    public ModelBundle load() {
        return load(source());
    }

    /** The same manifest over files elsewhere. */
    public ModelBundle load(ModelSource source) {
        return ModelBundle.of(source, manifest().build());
    }

    /** A manifest of one head per output, named as the output, for tests that change it. */
    public ModelManifest.Builder manifest() {
        ModelManifest.Builder manifest =
                ModelManifest.builder(new ModelInfo(name, "test")).maxTokens(64);
        FILES.stream()
                .filter(f -> f.endsWith(".onnx") && source().exists(f))
                .findFirst()
                .ifPresent(graph -> manifest.weights("onnx", graph));
        if (source().exists("model.pt")) {
            manifest.weights("torchscript", "model.pt");
        }
        if (source().exists("sentiment4j.json")) {
            for (JsonElement head : json("sentiment4j.json").getAsJsonArray("heads")) {
                List<String> labels = head.getAsJsonObject().getAsJsonArray("labels").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList();
                manifest.head(
                        HeadSpec.builder(head.getAsJsonObject().get("output").getAsString(), labels)
                                .build());
            }
        } else {
            List<String> labels = json("config.json").getAsJsonObject("id2label").asMap().values().stream()
                    .map(JsonElement::getAsString)
                    .toList();
            manifest.head(HeadSpec.builder("logits", labels).build());
        }
        return manifest;
    }

    /** The lines of {@code expected.jsonl}. */
    public List<Expected> expected() {
        return text("expected.jsonl").lines().map(TestBundle::expected).toList();
    }

    private static Expected expected(String line) {
        JsonObject json = JsonParser.parseString(line).getAsJsonObject();
        Map<String, float[]> logits = new LinkedHashMap<>();
        json.getAsJsonObject("logits").asMap().forEach((output, values) -> {
            List<JsonElement> list = values.getAsJsonArray().asList();
            float[] floats = new float[list.size()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = list.get(i).getAsFloat();
            }
            logits.put(output, floats);
        });
        List<Integer> ids = new ArrayList<>();
        json.getAsJsonArray("ids").forEach(id -> ids.add(id.getAsInt()));
        return new Expected(
                json.get("text").getAsString(),
                ids.stream().mapToInt(Integer::intValue).toArray(),
                logits,
                json.get("maxTokens").getAsInt());
    }

    private JsonObject json(String file) {
        return JsonParser.parseString(text(file)).getAsJsonObject();
    }

    private String text(String file) {
        try (InputStream in = source().open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
