package dev.sentiment4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelManifest;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceLane;
import dev.sentiment4j.spi.InferenceOutput;
import dev.sentiment4j.spi.ModelProvider;
import dev.sentiment4j.tokenize.Tokenizer;
import dev.sentiment4j.tokenize.huggingface.HuggingFaceTokenizerProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class EmbeddedModelProviderTest {
    private static final int MAX_TOKENS = 128;

    private final ModelProvider provider = new EmbeddedModelProvider();

    @Test
    void provider_isTheOneDefaultOnTheClassPath() {
        List<ModelProvider> found = new ArrayList<>();
        ServiceLoader.load(ModelProvider.class).forEach(found::add);
        assertThat(found).filteredOn(ModelProvider::isDefault).singleElement().satisfies(p -> {
            assertThat(p.id()).isEqualTo("social-en");
            assertThat(p.description()).isNotBlank();
        });
    }

    @Test
    void source_holdsEveryFileOfTheBundle() {
        for (String file :
                List.of("model.onnx", "tokenizer.json", "emoji-names.tsv", "golden.jsonl", "sentiment4j.json")) {
            assertThat(provider.source().exists(file)).as(file).isTrue();
        }
    }

    @Test
    void goldenTexts_giveTheirIdsAndLogitsAloneAndInOneBatch() throws IOException {
        List<JsonObject> golden;
        try (InputStream in = provider.source().open("golden.jsonl")) {
            golden = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();
        }
        ModelBundle bundle = ModelBundle.of(
                provider.source(),
                ModelManifest.builder(new ModelInfo("social-en", "1"))
                        .maxTokens(MAX_TOKENS)
                        .weights("onnx", "model.onnx")
                        .head(HeadSpec.builder("sentiment", List.of("negative", "neutral", "positive"))
                                .build())
                        .head(HeadSpec.builder("emotion", List.of("1", "2", "3", "4", "5", "6", "7"))
                                .build())
                        .head(HeadSpec.builder("toxicity", List.of("toxic")).build())
                        .build());
        try (Tokenizer tokenizer = new HuggingFaceTokenizerProvider().open(provider.source(), "tokenizer.json");
                InferenceBackend backend = new OnnxBackendProvider()
                        .open(
                                bundle,
                                new BackendContext(
                                        new ThreadPlan(1, 1, 1),
                                        tokenizer.specialTokens().padId(),
                                        tokenizer.vocabularySize()));
                InferenceLane lane = backend.openLane()) {
            assertThat(backend.info().batchInvariant()).isTrue();
            List<int[]> rows = new ArrayList<>();
            for (JsonObject line : golden) {
                int[] content = tokenizer.encode(line.get("normalized").getAsString());
                int[] row = tokenizer
                        .specialTokens()
                        .wrap(
                                content,
                                0,
                                Math.min(
                                        content.length,
                                        MAX_TOKENS - tokenizer.specialTokens().count()));
                assertThat(row).isEqualTo(ints(line.getAsJsonArray("ids")));
                rows.add(row);
                assertLogits(lane.infer(TokenBatch.of(List.of(row))), 0, line);
            }
            List<int[]> some = rows.subList(0, Math.min(16, rows.size()));
            InferenceOutput together = lane.infer(TokenBatch.of(some));
            for (int r = 0; r < some.size(); r++) {
                assertLogits(together, r, golden.get(r));
            }
        }
    }

    private static void assertLogits(InferenceOutput output, int row, JsonObject line) {
        line.getAsJsonObject("logits").asMap().forEach((name, values) -> {
            float[] expected = new float[values.getAsJsonArray().size()];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = values.getAsJsonArray().get(i).getAsFloat();
            }
            assertThat(output.row(name, row)).as(name).containsExactly(expected, within(0.001f));
        });
    }

    private static int[] ints(JsonArray array) {
        int[] ints = new int[array.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = array.get(i).getAsInt();
        }
        return ints;
    }
}
