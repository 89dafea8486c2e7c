package dev.sentiment4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.bundles.TestBundle;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelManifest;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.BackendInfo;
import dev.sentiment4j.spi.BatchCost;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.spi.InferenceLane;
import dev.sentiment4j.spi.InferenceOutput;
import dev.sentiment4j.tokenize.Tokenizer;
import dev.sentiment4j.tokenize.huggingface.HuggingFaceTokenizerProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxBackendProviderTest {
    private static final ThreadPlan THREADS = new ThreadPlan(1, 1, 1);
    private static final String VERSION = OrtEnvironment.getEnvironment().getVersion();

    @TempDir
    Path directory;

    @Test
    void provider_isFoundOnTheClassPath() {
        assertThat(ServiceLoader.load(InferenceBackendProvider.class).stream()
                        .map(p -> p.get().name()))
                .contains("onnx");
    }

    @Test
    void refusal_ofABundleWithoutOnnx_saysWhatIsMissing() {
        ModelBundle torch = ModelBundle.of(
                ModelSource.directory(directory),
                ModelManifest.builder(new ModelInfo("t", "1"))
                        .weights("torchscript", "model.pt")
                        .head(HeadSpec.builder("emotion", List.of("joy", "anger"))
                                .build())
                        .build());
        OnnxBackendProvider provider = new OnnxBackendProvider();
        assertThat(provider.refusal(torch)).hasValue("holds no model.onnx");
        assertThat(provider.refusal(new TestBundle("bert").load())).isEmpty();
        assertThatThrownBy(() -> provider.open(torch, new BackendContext(THREADS, 0, 10)))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("holds no ONNX graph");
    }

    @ParameterizedTest
    @CsvSource({
        "bert, 1e-4",
        "bert-int32, 1e-4",
        "bert-fp16, 0.03",
        "bert-stars, 1e-4",
        "bert-toxic, 1e-4",
        "distilbert-sst2, 1e-4",
        "distilbert-int8, 0.05",
        "roberta-cardiff, 1e-4",
        "roberta-emotion, 1e-4",
        "xlmr, 1e-4",
        "multihead, 1e-4"
    })
    void infer_ofTheReferenceIds_givesTheReferenceLogits(String name, double tolerance) {
        TestBundle bundle = new TestBundle(name);
        assertReference(bundle, bundle.load(), tolerance);
    }

    @Test
    void infer_ofAGraphWithWeightsInASecondFile_works() {
        TestBundle bundle = new TestBundle("bert-external");
        assertReference(bundle, bundle.load(bundle.copyTo(directory)), 1e-4);
    }

    private static void assertReference(TestBundle bundle, ModelBundle loaded, double tolerance) {
        try (InferenceBackend backend = open(loaded);
                InferenceLane lane = backend.openLane()) {
            for (TestBundle.Expected expected : bundle.expected()) {
                InferenceOutput output = lane.infer(TokenBatch.of(List.of(expected.input())));
                for (HeadSpec head : loaded.manifest().heads()) {
                    float[] logits = expected.logits().get(head.output());
                    assertThat(output.row(head.output(), 0))
                            .as("text of %d chars", expected.text().length())
                            .containsExactly(logits, within((float) tolerance));
                }
            }
        }
    }

    @Test
    void info_tellsEnginePrecisionAndDevice() {
        assertInfo("bert", "fp32");
        assertInfo("bert-fp16", "fp16");
        try (InferenceBackend backend = open(new TestBundle("bert").load())) {
            assertThat(backend.cost()).isEqualTo(BatchCost.PADDED);
            assertThat(backend).hasToString("ONNX Runtime " + VERSION + " (fp32) on cpu");
        }
    }

    private static void assertInfo(String bundle, String precision) {
        try (InferenceBackend backend = open(new TestBundle(bundle).load())) {
            assertThat(backend.info())
                    .isEqualTo(new BackendInfo(
                            "onnx", "ONNX Runtime " + VERSION + " (" + precision + ")", "cpu", true, List.of()));
        }
    }

    @Test
    void open_ofADynamicInt8Graph_saysThatAnswersDependOnTheBatch() {
        try (InferenceBackend backend = open(new TestBundle("distilbert-int8").load())) {
            assertThat(backend.info().batchInvariant()).isFalse();
            assertThat(backend.info().engine()).contains("dynamic int8");
            assertThat(backend.info().notes())
                    .singleElement()
                    .asString()
                    .contains(
                            "depend on the other texts of a batch",
                            "DynamicQuantizeLinear",
                            "use the fp32 or fp16 export");
        }
    }

    @Test
    void open_ofAWiderVocabularyThanTheGraphs_tellsBothNumbers() {
        assertRefused(new TestBundle("bert-wide-vocabulary").load())
                .hasMessageContaining("takes 478 token ids, but the tokenizer has 518")
                .hasCauseInstanceOf(InferenceException.class);
    }

    @Test
    void open_ofTooLargeMaxTokens_tellsWhatTheGraphTakes() {
        assertRefused(ModelBundle.of(
                        new TestBundle("bert").source(),
                        new TestBundle("bert").manifest().maxTokens(512).build()))
                .hasMessageContaining("takes 64 tokens at most, but maxTokens = 512");
    }

    @Test
    void open_ofLabelsThatDoNotFit_tellsBothNumbers() {
        assertRefused(new TestBundle("bert-wrong-labels").load())
                .hasMessageContaining("output 'logits' of head 'logits': gives 3 logits, but there are 4 labels")
                .hasMessageContaining("id2label");
    }

    @Test
    void open_ofAGraphWithStringOutput_isRefusedByName() {
        assertRefused(named("graph-string-output", "output_label"))
                .hasMessageContaining("output 'output_label'")
                .hasMessageContaining("string")
                .hasMessageContaining("gives its logits, not labels");
        assertRefused(new TestBundle("graph-string-output").load())
                .hasMessageContaining("the graph has no output 'logits', it has 'output_label' (string [?])");
    }

    @Test
    void open_ofAGraphWithMapOutput_isRefusedByName() {
        assertRefused(named("graph-map-output", "output_probability"))
                .hasMessageContaining("output 'output_probability'")
                .hasMessageContaining("zipmap=False");
    }

    @Test
    void open_ofAFixedShape_namesEveryInputAndTheRemedy() {
        assertRefused(new TestBundle("bert-fixed-shape").load())
                .hasMessageContaining("input 'input_ids': takes only the shape [1, 16]")
                .hasMessageContaining("input 'attention_mask'")
                .hasMessageContaining("input 'token_type_ids'")
                .hasMessageContaining("output 'logits'")
                .hasMessageContaining("dynamic axes");
    }

    @Test
    void open_ofAHeadWithoutItsOutput_listsWhatThereIs() {
        assertRefused(ModelBundle.of(
                        new TestBundle("multihead").source(),
                        new TestBundle("multihead")
                                .manifest()
                                .head(HeadSpec.builder("irony", List.of("ironic"))
                                        .build())
                                .build()))
                .hasMessageContaining("head 'irony': the graph has no output 'irony'")
                .hasMessageContaining("'toxicity' (float [?, 1])");
    }

    @Test
    void open_ofASingleHeadUnderAnotherName_takesTheOnlyOutputThatFits() {
        TestBundle bundle = new TestBundle("bert");
        ModelBundle renamed = ModelBundle.of(
                bundle.source(),
                ModelManifest.builder(new ModelInfo("renamed", "1"))
                        .maxTokens(64)
                        .weights("onnx", bundle.graph())
                        .head(HeadSpec.builder("probe", List.of("a", "b", "c"))
                                .output("scores")
                                .build())
                        .build());
        try (InferenceBackend backend = open(renamed);
                InferenceLane lane = backend.openLane()) {
            assertThat(backend.info().notes())
                    .containsExactly(
                            "head 'probe' reads output 'logits', the only one that fits; there is no 'scores'");
            TestBundle.Expected expected = bundle.expected().get(0);
            assertThat(lane.infer(TokenBatch.of(List.of(expected.input()))).row("scores", 0))
                    .containsExactly(expected.logits().get("logits"), within(1e-4f));
        }
    }

    @Test
    void open_ofAMissingFile_namesIt() throws IOException {
        ModelSource source = new TestBundle("bert").copyTo(directory);
        Files.delete(directory.resolve("model.onnx"));
        assertRefused(new TestBundle("bert").load(source)).hasMessageContaining("model.onnx: is missing");
    }

    @Test
    void open_ofAMissingSecondFile_saysThatItBelongsToIt() throws IOException {
        ModelSource source = new TestBundle("bert-external").copyTo(directory);
        Files.delete(directory.resolve("model.onnx_data"));
        assertRefused(new TestBundle("bert-external").load(source))
                .hasMessageContaining("model.onnx: keeps its weights in a second file")
                .hasMessageContaining("side by side");
    }

    @Test
    void open_ofATruncatedSecondFile_saysSo() throws IOException {
        ModelSource source = new TestBundle("bert-external").copyTo(directory);
        Path data = directory.resolve("model.onnx_data");
        Files.write(data, Arrays.copyOf(Files.readAllBytes(data), 100));
        assertRefused(new TestBundle("bert-external").load(source)).hasMessageContaining("model.onnx: ");
    }

    @Test
    void open_ofASecondFileOnTheClassPath_asksForADirectory() {
        assertRefused(new TestBundle("bert-external").load())
                .hasMessageContaining("works only for a bundle in a directory of a local disk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "this is no graph", "version https://git-lfs and so on", "half"})
    void open_ofADamagedFile_namesItAndTheRemedy(String contents) throws IOException {
        ModelSource source = new TestBundle("bert").copyTo(directory);
        Path graph = directory.resolve("model.onnx");
        byte[] whole = Files.readAllBytes(graph);
        Files.write(
                graph, contents.equals("half") ? Arrays.copyOf(whole, whole.length / 2) : contents.getBytes("UTF-8"));
        assertRefused(new TestBundle("bert").load(source))
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("model.onnx: ")
                .hasMessageMatching("(?s).*(copy it again|copy or export it again|git lfs pull).*");
    }

    @Test
    void open_withAMissingDeviceRequired_failsWithTheRemedy() {
        OnnxOptions options = OnnxOptions.builder()
                .require(ExecutionProvider.CUDA, 1)
                .require(ExecutionProvider.CORE_ML)
                .build();
        assertThatThrownBy(() -> OnnxBackendProvider.with(options)
                        .open(new TestBundle("bert").load(), new BackendContext(THREADS, 0, 478)))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("cuda:1 is not available")
                .hasMessageContaining("coreml is not available")
                .hasMessageContaining("onnxruntime_gpu")
                .satisfies(e -> assertThat(((ModelLoadException) e).problems()).hasSize(2));
    }

    @Test
    void open_withAMissingDevicePreferred_runsOnTheCpuAndReportsIt() {
        OnnxOptions options =
                OnnxOptions.builder().prefer(ExecutionProvider.CUDA).build();
        try (InferenceBackend backend = OnnxBackendProvider.with(options)
                .open(new TestBundle("bert").load(), new BackendContext(THREADS, 0, 478))) {
            assertThat(backend.info().device()).isEqualTo("cpu");
            assertThat(backend.info().notes())
                    .singleElement()
                    .asString()
                    .contains("cuda:0 is not available", "runs without it");
        }
    }

    @Test
    void open_withEveryOptionChanged_givesTheSameNumbers() {
        OnnxOptions options = OnnxOptions.builder()
                .interOpThreads(2)
                .arena(false)
                .memoryPattern(true)
                .spinning(true)
                .graphOptimization(OnnxOptions.GraphOptimization.NONE)
                .configEntry("session.set_denormal_as_zero", "1")
                .build();
        TestBundle bundle = new TestBundle("bert");
        try (InferenceBackend backend = OnnxBackendProvider.with(options)
                        .open(bundle.load(), new BackendContext(new ThreadPlan(2, 1, 2), 0, 478));
                InferenceLane lane = backend.openLane()) {
            TestBundle.Expected expected = bundle.expected().get(0);
            assertThat(lane.infer(TokenBatch.of(List.of(expected.input()))).row("logits", 0))
                    .containsExactly(expected.logits().get("logits"), within(1e-4f));
        }
    }

    @Test
    void open_withAConfigEntryThatOnnxRuntimeRefuses_namesIt() {
        OnnxOptions options =
                OnnxOptions.builder().configEntry("k".repeat(5_000), "1").build();
        assertThatThrownBy(() -> OnnxBackendProvider.with(options)
                        .open(new TestBundle("bert").load(), new BackendContext(THREADS, 0, 478)))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("config entry kkk");
    }

    /** Hazard: freeing the session under a running call. Accepted: answers until the end, then an exception. */
    @Test
    void close_whileLanesRun_letsThemFinishOrThrows() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < 5; round++) {
                InferenceBackend backend = open(new TestBundle("bert").load());
                CountDownLatch running = new CountDownLatch(3);
                List<Future<Integer>> lanes = new ArrayList<>();
                for (int t = 0; t < 3; t++) {
                    lanes.add(threads.submit(() -> {
                        TokenBatch batch = TokenBatch.of(List.of(new int[64], new int[3]));
                        int answers = 0;
                        try (InferenceLane lane = backend.openLane()) {
                            answers += lane.infer(batch).rows();
                            running.countDown();
                            while (true) {
                                answers += lane.infer(batch).rows();
                            }
                        } catch (IllegalStateException closed) {
                            return answers;
                        }
                    }));
                }
                running.await();
                backend.close();
                for (Future<Integer> lane : lanes) {
                    assertThat(lane.get()).isPositive();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void infer_thatFails_namesTheBatchAndNoIds() {
        try (InferenceBackend backend = open(new TestBundle("bert").load());
                InferenceLane lane = backend.openLane()) {
            assertThatThrownBy(() -> lane.infer(TokenBatch.of(List.of(new int[] {1, 99_999}))))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("TokenBatch[size=1, tokens=2, longest=2]");
        }
    }

    private static ModelBundle named(String name, String output) {
        TestBundle bundle = new TestBundle(name);
        return ModelBundle.of(
                bundle.source(),
                ModelManifest.builder(new ModelInfo(name, "1"))
                        .maxTokens(64)
                        .weights("onnx", bundle.graph())
                        .head(HeadSpec.builder("probe", List.of("a", "b", "c"))
                                .output(output)
                                .build())
                        .build());
    }

    private static InferenceBackend open(ModelBundle bundle) {
        try (Tokenizer tokenizer = new HuggingFaceTokenizerProvider().open(bundle.source(), "tokenizer.json")) {
            return new OnnxBackendProvider()
                    .open(
                            bundle,
                            new BackendContext(
                                    THREADS, tokenizer.specialTokens().padId(), tokenizer.vocabularySize()));
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(ModelBundle bundle) {
        return assertThatThrownBy(() -> open(bundle)).isInstanceOf(ModelLoadException.class);
    }
}
