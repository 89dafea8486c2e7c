package dev.sentiment4j.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.jni.JniUtils;
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
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PyTorchBackendProviderTest {
    private static final ThreadPlan THREADS = new ThreadPlan(1, 1, 1);

    @TempDir
    Path directory;

    @Test
    void provider_isFoundOnTheClassPath() {
        assertThat(ServiceLoader.load(InferenceBackendProvider.class).stream()
                        .map(p -> p.get().name()))
                .containsExactly("pytorch");
    }

    @Test
    void refusal_ofABundleWithoutTorchScript_saysWhatIsMissing() {
        PyTorchBackendProvider provider = new PyTorchBackendProvider();
        ModelBundle onnx = new TestBundle("bert-stars").load();
        assertThat(provider.refusal(onnx)).hasValue("holds no model.pt");
        assertThat(provider.refusal(new TestBundle("torch-bert").load())).isEmpty();
        assertThatThrownBy(() -> provider.open(onnx, new BackendContext(THREADS, 0, 10)))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("holds no TorchScript model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"torch-bert", "torch-distilbert", "torch-roberta", "torch-xlmr", "torch-multihead", "torch-dict"
            })
    void infer_ofTheReferenceIds_givesTheLogitsOfTheOtherFormat(String name) {
        TestBundle bundle = new TestBundle(name);
        ModelBundle loaded = bundle.load();
        try (InferenceBackend backend = open(loaded);
                InferenceLane lane = backend.openLane()) {
            for (TestBundle.Expected expected : bundle.expected()) {
                InferenceOutput output = lane.infer(TokenBatch.of(List.of(expected.input())));
                for (HeadSpec head : loaded.manifest().heads()) {
                    assertThat(output.row(head.output(), 0))
                            .as("text of %d chars", expected.text().length())
                            .containsExactly(expected.logits().get(head.output()), within(1e-4f));
                }
            }
        }
    }

    @Test
    void open_fromADirectory_readsTheFileInPlace() {
        TestBundle bundle = new TestBundle("torch-bert");
        try (InferenceBackend backend = open(bundle.load(bundle.copyTo(directory)))) {
            assertThat(backend.info().device()).isEqualTo("cpu");
        }
    }

    @Test
    void open_leavesNoTemporaryFiles() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> before = copiesIn(temporary);
        open(new TestBundle("torch-bert").load()).close();
        assertThatThrownBy(() -> open(new TestBundle("torch-classes").load())).isInstanceOf(ModelLoadException.class);
        assertThat(copiesIn(temporary)).isSubsetOf(before);
    }

    private static List<Path> copiesIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().matches("sentiment4j.*\\.pt"))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"torch-bert, fp32", "torch-fp16, fp16"})
    void info_tellsEnginePrecisionAndDevice(String name, String precision) {
        try (InferenceBackend backend = open(new TestBundle(name).load())) {
            assertThat(backend.info())
                    .isEqualTo(new BackendInfo("pytorch", "PyTorch 2.7.1 (" + precision + ")", "cpu", true, List.of()));
            assertThat(backend.cost()).isEqualTo(BatchCost.PADDED);
            assertThat(backend).hasToString("PyTorch 2.7.1 (" + precision + ") on cpu");
        }
    }

    @Test
    void open_ofADynamicInt8Model_saysThatAnswersDependOnTheBatch() {
        try (InferenceBackend backend = open(new TestBundle("torch-int8").load())) {
            assertThat(backend.info().batchInvariant()).isFalse();
            assertThat(backend.info().engine()).contains("dynamic int8");
            assertThat(backend.info().notes())
                    .singleElement()
                    .asString()
                    .contains("depend on the other texts of a batch", "use the fp32 export");
        }
    }

    @Test
    void open_ofANamelessArgument_saysWhatItIsTakenFor() throws IOException {
        Path model = new TestBundle("torch-roberta")
                .copyTo(directory)
                .path("model.pt")
                .orElseThrow();
        rewrite(model, "modeling_roberta.py", text -> text.replace("attention_mask", "argument_2"));
        try (InferenceBackend backend = open(new TestBundle("torch-roberta").load(ModelSource.directory(directory)))) {
            assertThat(backend.info().notes())
                    .containsExactly("argument 'argument_2' is taken for attention_mask by its place");
        }
    }

    @Test
    void open_ofAPlaceByNumber_readsThatTensor() {
        TestBundle bundle = new TestBundle("torch-multihead");
        ModelBundle toxicity = ModelBundle.of(
                bundle.source(),
                ModelManifest.builder(new ModelInfo("toxicity", "1"))
                        .maxTokens(64)
                        .weights("torchscript", "model.pt")
                        .head(HeadSpec.builder("toxicity", List.of("toxic"))
                                .output("2")
                                .build())
                        .build());
        TestBundle.Expected expected = bundle.expected().get(0);
        try (InferenceBackend backend = open(toxicity);
                InferenceLane lane = backend.openLane()) {
            assertThat(lane.infer(TokenBatch.of(List.of(expected.input()))).row("2", 0))
                    .containsExactly(expected.logits().get("toxicity"), within(1e-4f));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "torch-state-dict  | holds weights without a graph (a state dict | torch.jit.save",
                "torch-pickle      | is a pickle, as torch.save writes it | torch.jit.trace",
                "torch-fixed-shape | model.pt: | if it was traced with a fixed shape, trace it again",
                "torch-on-cuda     | is nailed to another device | trace it with model and sample on the CPU",
                "torch-no-mask     | answers change with padding although there is an attention_mask | trace it again",
                "torch-classes     | holds int64 values, not floating-point logits | gives its logits, not labels"
            })
    void open_ofAnUnfitModel_saysWhatItIsAndTheRemedy(String name, String what, String remedy) {
        assertRefused(new TestBundle(name).load())
                .hasMessageContaining("model.pt: ")
                .hasMessageContaining(what)
                .hasMessageContaining(remedy);
    }

    @Test
    void open_ofAModelFromANewerPyTorch_saysSo() throws IOException {
        Path model =
                new TestBundle("torch-bert").copyTo(directory).path("model.pt").orElseThrow();
        rewrite(model, ".data/version", text -> "9999\n");
        assertRefused(new TestBundle("torch-bert").load(ModelSource.directory(directory)))
                .hasMessageContaining("model.pt: was written by a newer PyTorch than this one")
                .hasMessageContaining("trace it again with an older torch");
    }

    @Test
    void open_ofAnOperatorThatThisPyTorchLacks_saysThatTheModelIsNewer() throws IOException {
        Path model =
                new TestBundle("torch-bert").copyTo(directory).path("model.pt").orElseThrow();
        rewrite(model, "activations.py", text -> text.replace("torch.gelu(", "torch.gelu_of_the_future("));
        assertRefused(new TestBundle("torch-bert").load(ModelSource.directory(directory)))
                .hasMessageContaining("was written by a newer PyTorch than this one");
    }

    @Test
    void open_ofAnExportedProgram_saysWhatItIs() throws IOException {
        Path model =
                new TestBundle("torch-bert").copyTo(directory).path("model.pt").orElseThrow();
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(model))) {
            zip.putNextEntry(new ZipEntry("model/archive_format"));
            zip.write("pt2".getBytes("US-ASCII"));
        }
        assertRefused(new TestBundle("torch-bert").load(ModelSource.directory(directory)))
                .hasMessageContaining("is written by torch.export, which this engine cannot read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "this is no model", "version https://git-lfs and so on", "half"})
    void open_ofADamagedFile_namesItAndTheRemedy(String contents) throws IOException {
        ModelSource source = new TestBundle("torch-bert").copyTo(directory);
        Path model = directory.resolve("model.pt");
        byte[] whole = Files.readAllBytes(model);
        Files.write(
                model, contents.equals("half") ? Arrays.copyOf(whole, whole.length / 2) : contents.getBytes("UTF-8"));
        assertRefused(new TestBundle("torch-bert").load(source))
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("model.pt: ")
                .hasMessageMatching("(?s).*(copy it again|copy or export it again|git lfs pull|torch.jit.trace).*");
    }

    @Test
    void open_ofAMissingFile_namesIt() throws IOException {
        ModelSource source = new TestBundle("torch-bert").copyTo(directory);
        Files.delete(directory.resolve("model.pt"));
        assertRefused(new TestBundle("torch-bert").load(source)).hasMessageContaining("model.pt: cannot be read");
    }

    @Test
    void open_ofLabelsThatDoNotFit_tellsBothNumbers() {
        assertRefused(ModelBundle.of(
                        new TestBundle("torch-bert").source(),
                        heads(HeadSpec.builder("probe", List.of("a", "b")).build())))
                .hasMessageContaining("output 'probe' gives 3 logits, but there are 2 labels");
    }

    @Test
    void open_ofMoreHeadsThanTensors_saysHowTheyAreFound() {
        HeadSpec first = HeadSpec.builder("first", List.of("a", "b", "c")).build();
        HeadSpec second = HeadSpec.builder("second", List.of("a", "b", "c")).build();
        assertRefused(ModelBundle.of(new TestBundle("torch-bert").source(), heads(first, second)))
                .hasMessageContaining("output 'second' should be tensor 1 of what forward gives, but there are 1");
        assertRefused(ModelBundle.of(new TestBundle("torch-distilbert").source(), heads(first, second)))
                .hasMessageContaining("forward gives one tensor, but there are 2 heads [first, second]");
    }

    @Test
    void open_ofAHeadThatTheDictionaryLacks_listsWhatThereIs() {
        assertRefused(ModelBundle.of(
                        new TestBundle("torch-dict").source(),
                        heads(HeadSpec.builder("irony", List.of("ironic")).build())))
                .hasMessageContaining("the dictionary has no tensor 'irony'")
                .hasMessageContaining("[embedding, emotion, sentiment, toxicity]");
    }

    @Test
    void open_ofAWiderVocabularyThanTheModels_tellsBothNumbers() {
        assertThatThrownBy(() -> new PyTorchBackendProvider()
                        .open(new TestBundle("torch-bert").load(), new BackendContext(THREADS, 0, 518)))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("takes 478 token ids, but the tokenizer has 518");
    }

    @Test
    void open_ofTooLargeMaxTokens_tellsWhatTheModelTakes() {
        assertRefused(ModelBundle.of(
                        new TestBundle("torch-bert").source(),
                        new TestBundle("torch-bert").manifest().maxTokens(512).build()))
                .hasMessageContaining("takes 64 tokens at most, but maxTokens = 512");
    }

    @ParameterizedTest
    @CsvSource({"CUDA, cuda:0", "MPS, mps"})
    void open_withAMissingDeviceRequired_failsWithTheRemedy(Accelerator accelerator, String name) {
        PyTorchOptions options = PyTorchOptions.builder().require(accelerator).build();
        assertThatThrownBy(() -> PyTorchBackendProvider.with(options)
                        .open(new TestBundle("torch-bert").load(), new BackendContext(THREADS, 0, 478)))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(name + " is not available")
                .hasMessageContaining("PYTORCH_LIBRARY_PATH");
    }

    @Test
    void open_withAMissingDevicePreferred_runsOnTheCpuAndReportsIt() {
        PyTorchOptions options =
                PyTorchOptions.builder().prefer(Accelerator.CUDA).build();
        try (InferenceBackend backend = PyTorchBackendProvider.with(options)
                .open(new TestBundle("torch-bert").load(), new BackendContext(THREADS, 0, 478))) {
            assertThat(backend.info().device()).isEqualTo("cpu");
            assertThat(backend.info().notes())
                    .singleElement()
                    .asString()
                    .contains("cuda:0 is not available", "runs without it");
        }
    }

    @Test
    void infer_withTheGraphOptimizer_givesTheSameNumbers() {
        PyTorchOptions options = PyTorchOptions.builder().graphOptimizer(true).build();
        TestBundle bundle = new TestBundle("torch-bert");
        try (InferenceBackend backend = PyTorchBackendProvider.with(options)
                        .open(bundle.load(), new BackendContext(new ThreadPlan(2, 1, 2), 0, 478));
                InferenceLane lane = backend.openLane()) {
            for (int round = 0; round < 5; round++) {
                TestBundle.Expected expected = bundle.expected().get(round);
                assertThat(lane.infer(TokenBatch.of(List.of(expected.input()))).row("logits", 0))
                        .containsExactly(expected.logits().get("logits"), within(1e-4f));
            }
        }
    }

    /** PyTorch keeps the number per thread: a thread that was not told would take all processors. */
    @Test
    void infer_onAnyThread_usesThePlansThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        TokenBatch batch = TokenBatch.of(List.of(new int[] {2, 9, 3}));
        try (InferenceBackend two = new PyTorchBackendProvider()
                        .open(
                                new TestBundle("torch-bert").load(),
                                new BackendContext(new ThreadPlan(4, 1, 2), 0, 478));
                InferenceBackend one = open(new TestBundle("torch-bert").load());
                InferenceLane ofTwo = two.openLane();
                InferenceLane ofOne = one.openLane()) {
            for (int round = 0; round < 4; round++) {
                assertThat(threads.submit(() -> threadsAfter(ofTwo, batch)).get())
                        .isEqualTo(2);
                assertThat(threads.submit(() -> threadsAfter(ofOne, batch)).get())
                        .isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static int threadsAfter(InferenceLane lane, TokenBatch batch) {
        lane.infer(batch);
        return JniUtils.getNumThreads();
    }

    @Test
    void infer_thatNeedsMoreMemoryThanThereIs_failsAloneAndInWords() {
        ModelBundle greedy = new TestBundle("torch-greedy").load();
        TokenBatch modest = TokenBatch.of(List.of(new int[] {2, 10, 3}));
        try (InferenceBackend backend = new PyTorchBackendProvider().open(greedy, new BackendContext(THREADS, 0, 478));
                InferenceLane lane = backend.openLane()) {
            float[] before = lane.infer(modest).row("logits", 0);
            assertThatThrownBy(() -> lane.infer(TokenBatch.of(List.of(new int[] {2, 9, 3}))))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("memory")
                    .hasMessageContaining("lower maxBatchTokens");
            assertThat(lane.infer(modest).row("logits", 0)).containsExactly(before);
        }
    }

    @Test
    void infer_thatFails_namesTheBatchAndNoIds() {
        try (InferenceBackend backend = open(new TestBundle("torch-bert").load());
                InferenceLane lane = backend.openLane()) {
            assertThatThrownBy(() -> lane.infer(TokenBatch.of(List.of(new int[] {1, 99_999}))))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage(
                            "PyTorch failed on TokenBatch[size=1, tokens=2, longest=2]: index out of range in self");
        }
    }

    /** Hazard: freeing the module under a running call. Accepted: answers until the end, then an exception. */
    @Test
    void close_whileLanesRun_letsThemFinishOrThrows() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < 5; round++) {
                InferenceBackend backend = open(new TestBundle("torch-bert").load());
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

    @ParameterizedTest
    @ValueSource(strings = {"torch.log(torch.neg(torch.exp(%s)))", "torch.div(%s, 0.)"})
    void open_ofAModelThatGivesNoNumbers_isRefused(String broken) throws IOException {
        Path model =
                new TestBundle("torch-bert").copyTo(directory).path("model.pt").orElseThrow();
        rewrite(
                model,
                "modeling_bert.py",
                text -> text.replace("return (_1,)", "return (" + broken.formatted("_1") + ",)"));
        assertRefused(new TestBundle("torch-bert").load(ModelSource.directory(directory)))
                .hasMessageContaining("output 'logits' gives NaN or infinite numbers instead of logits")
                .hasMessageContaining("export the model again");
    }

    @Test
    void open_ofFlippedWeightsWithoutAChecksumInTheManifest_namesTheEntry() throws IOException {
        ModelSource source = new TestBundle("torch-distilbert").copyTo(directory);
        Path model = directory.resolve("model.pt");
        byte[] bytes = Files.readAllBytes(model);
        int weights;
        try (ZipFile zip = new ZipFile(model.toFile())) {
            byte[] name = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(n -> n.endsWith("/data/3"))
                    .findFirst()
                    .orElseThrow()
                    .getBytes("US-ASCII");
            weights = indexOf(bytes, name) + name.length;
        }
        // Beyond the name comes padding up to 64 bytes, then the weights.
        bytes[weights + 80] ^= 0x40;
        Files.write(model, bytes);
        assertRefused(ModelBundle.of(
                        source,
                        heads(HeadSpec.builder("probe", List.of("a", "b")).build())))
                .hasMessageContaining("model.pt: is damaged: ")
                .hasMessageContaining("/data/3 does not match its checksum; copy or export it again");
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i <= bytes.length - part.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }

    @Test
    void open_ofAModuleThatCallsItselfOtherwise_runs() throws IOException {
        TestBundle bundle = new TestBundle("torch-multihead");
        Path model = bundle.copyTo(directory).path("model.pt").orElseThrow();
        rewrite(model, "make_bundles.py", text -> text.replaceAll("\\bself\\b", "s"));
        TestBundle.Expected expected = bundle.expected().get(0);
        try (InferenceBackend backend = open(bundle.load(ModelSource.directory(directory)));
                InferenceLane lane = backend.openLane()) {
            assertThat(lane.infer(TokenBatch.of(List.of(expected.input()))).row("emotion", 0))
                    .containsExactly(expected.logits().get("emotion"), within(1e-4f));
        }
    }

    /** A tuple of a number, and of the tensors for sentiment, emotion, toxicity and the embedding. */
    private ModelSource numberBeforeTheHeads() throws IOException {
        Path model = new TestBundle("torch-multihead")
                .copyTo(directory)
                .path("model.pt")
                .orElseThrow();
        rewrite(model, "make_bundles.py", text -> text.replace("-> Tuple[", "-> Tuple[int, ")
                .replace("_3 = (", "_3 = (7, "));
        return ModelSource.directory(directory);
    }

    @Test
    void open_ofAPlaceByNumber_countsWhatIsNoTensor() throws IOException {
        ModelBundle toxicity = ModelBundle.of(
                numberBeforeTheHeads(),
                heads(HeadSpec.builder("toxicity", List.of("toxic")).output("3").build()));
        TestBundle.Expected expected =
                new TestBundle("torch-multihead").expected().get(0);
        try (InferenceBackend backend = open(toxicity);
                InferenceLane lane = backend.openLane()) {
            assertThat(lane.infer(TokenBatch.of(List.of(expected.input()))).row("3", 0))
                    .containsExactly(expected.logits().get("toxicity"), within(1e-4f));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, no tensor", "5, not there"})
    void open_ofAPlaceWithoutATensor_namesIt(String place, String what) throws IOException {
        assertRefused(ModelBundle.of(
                        numberBeforeTheHeads(),
                        heads(HeadSpec.builder("toxicity", List.of("toxic"))
                                .output(place)
                                .build())))
                .hasMessageContaining("output '" + place + "' is " + what)
                .hasMessageContaining("[1, 2, 3, 4]");
    }

    @Test
    void open_ofHeadsInOrder_passesOverWhatIsNoTensor() throws IOException {
        TestBundle bundle = new TestBundle("torch-multihead");
        TestBundle.Expected expected = bundle.expected().get(0);
        try (InferenceBackend backend = open(bundle.load(numberBeforeTheHeads()));
                InferenceLane lane = backend.openLane()) {
            assertThat(lane.infer(TokenBatch.of(List.of(expected.input()))).row("toxicity", 0))
                    .containsExactly(expected.logits().get("toxicity"), within(1e-4f));
        }
    }

    @Test
    void infer_thatRaisesInTheModelsCode_namesTheClassAndNotItsMessage() throws IOException {
        Path model = new TestBundle("torch-multihead")
                .copyTo(directory)
                .path("model.pt")
                .orElseThrow();
        rewrite(
                model,
                "make_bundles.py",
                text -> text.replace(
                        "    heads = self.heads\n",
                        "    if torch.eq(torch.size(input_ids, 1), 5):\n"
                                + "      ops.prim.RaiseException(\"quoted from a post\", \"builtins.ValueError\")\n"
                                + "    else:\n"
                                + "      pass\n"
                                + "    heads = self.heads\n"));
        try (InferenceBackend backend = open(new TestBundle("torch-multihead").load(ModelSource.directory(directory)));
                InferenceLane lane = backend.openLane()) {
            assertThatThrownBy(() -> lane.infer(TokenBatch.of(List.of(new int[5]))))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("PyTorch failed on TokenBatch[size=1, tokens=5, longest=5]: the model raised"
                            + " builtins.ValueError");
        }
    }

    private static ModelManifest heads(HeadSpec... heads) {
        ModelManifest.Builder manifest =
                ModelManifest.builder(new ModelInfo("probe", "1")).maxTokens(64).weights("torchscript", "model.pt");
        for (HeadSpec head : heads) {
            manifest.head(head);
        }
        return manifest.build();
    }

    /** Changes the texts of an archive whose names end so. */
    private static void rewrite(Path archive, String suffix, UnaryOperator<String> change) throws IOException {
        Path changed = archive.resolveSibling("changed.pt");
        int changes = 0;
        try (ZipFile from = new ZipFile(archive.toFile());
                OutputStream out = Files.newOutputStream(changed);
                ZipOutputStream to = new ZipOutputStream(out)) {
            for (ZipEntry entry : from.stream().toList()) {
                byte[] bytes;
                try (InputStream in = from.getInputStream(entry)) {
                    bytes = in.readAllBytes();
                }
                if (entry.getName().endsWith(suffix)) {
                    String text = new String(bytes, "UTF-8");
                    bytes = change.apply(text).getBytes("UTF-8");
                    changes += change.apply(text).equals(text) ? 0 : 1;
                }
                ZipEntry stored = new ZipEntry(entry.getName());
                stored.setMethod(ZipEntry.STORED);
                stored.setSize(bytes.length);
                CRC32 crc = new CRC32();
                crc.update(bytes);
                stored.setCrc(crc.getValue());
                to.putNextEntry(stored);
                to.write(bytes);
            }
        }
        assertThat(changes).as("files of %s that end in %s", archive, suffix).isPositive();
        Files.move(changed, archive, StandardCopyOption.REPLACE_EXISTING);
    }

    private static InferenceBackend open(ModelBundle bundle) {
        try (Tokenizer tokenizer = new HuggingFaceTokenizerProvider().open(bundle.source(), "tokenizer.json")) {
            return new PyTorchBackendProvider()
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
