package dev.sentiment4j.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.BackendResolutionException;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentAnalyzerBuilder;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.bundles.TestBundle;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One engine standing in for another: when, in which order, and that nobody is left to guess why. */
class EngineFallbackTest {
    @TempDir
    Path directory;

    private final FakeBackendProvider first = new FakeBackendProvider("first");
    private final FakeBackendProvider second = new FakeBackendProvider("second");

    private SentimentAnalyzerBuilder preferringFirst() {
        return TestAnalyzers.builder(first, new FakeTokenizer()).fallback(second);
    }

    @Test
    void build_withAPreferredEngineThatLoads_usesItAndSaysNothing() {
        try (SentimentAnalyzer analyzer = preferringFirst().build()) {
            assertThat(analyzer.analyze("good").backend()).isEqualTo("first");
            assertThat(analyzer.info().backend().notes()).isEmpty();
            assertThat(second.openBackends()).isZero();
        }
    }

    @Test
    void build_withAPreferredEngineThatFailsToLoad_usesTheNextAndSaysWhy() {
        first.failingToOpen("its graph is of another world");
        try (SentimentAnalyzer analyzer = preferringFirst().build()) {
            assertThat(analyzer.analyze("good").backend()).isEqualTo("second");
            assertThat(analyzer.info().backend().name()).isEqualTo("second");
            assertThat(analyzer.info().backend().notes())
                    .singleElement()
                    .asString()
                    .contains("stands in, because engine 'first' does not load the model", "of another world");
        }
        assertThat(first.openBackends()).isZero();
        assertThat(second.openBackends()).isZero();
    }

    @Test
    void build_withAPreferredEngineThatRefuses_usesTheNextAndSaysWhy() {
        first.refusing("holds no model.first");
        try (SentimentAnalyzer analyzer = preferringFirst().build()) {
            assertThat(analyzer.analyze("good").backend()).isEqualTo("second");
            assertThat(analyzer.info().backend().notes())
                    .singleElement()
                    .asString()
                    .contains("stands in, because engine 'first'", "holds no model.first");
        }
    }

    @Test
    void build_withAPreferredEngineThatIsNotThere_usesTheNextAndSaysWhy() {
        try (SentimentAnalyzer analyzer = SentimentAnalyzer.builder()
                .model(TestAnalyzers.bundle())
                .tokenizer(TestAnalyzers.provider(FakeTokenizer::new))
                .classLoader(
                        TestServices.offering(directory, InferenceBackendProvider.class, ResolversTest.Picky.class))
                .backend("absent")
                .fallback("picky")
                .fallback(second)
                .build()) {
            assertThat(analyzer.info().backend().name()).isEqualTo("second");
            assertThat(analyzer.info().backend().notes())
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("no engine is called 'absent'");
            assertThat(analyzer.info().backend().notes().get(1)).contains("holds no model.picky");
        }
    }

    @Test
    void build_withAFallbackThatIsNotThere_saysNothingOfIt() throws IOException {
        try (SentimentAnalyzer analyzer = fallingBackToAbsent().build()) {
            assertThat(analyzer.analyze("good").backend()).isEqualTo("first");
            assertThat(analyzer.info().backend().notes()).isEmpty();
        }
    }

    @Test
    void build_withAMissingFallbackBetween_namesOnlyThoseBeforeTheOneThatAnswers() throws IOException {
        first.failingToOpen("too old");
        try (SentimentAnalyzer analyzer =
                fallingBackToAbsent().fallback(second).fallback("nobody").build()) {
            assertThat(analyzer.info().backend().name()).isEqualTo("second");
            assertThat(analyzer.info().backend().notes())
                    .hasSize(2)
                    .satisfiesExactly(
                            note -> assertThat(note).contains("engine 'first'", "too old"),
                            note -> assertThat(note).contains("no engine is called 'absent'"));
        }
    }

    @Test
    void build_withAMissingFallbackForOneThatFails_tellsBoth() throws IOException {
        first.failingToOpen("too old");
        assertThatThrownBy(() -> fallingBackToAbsent().build())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContainingAll("engine 'first': too old", "no engine is called 'absent'");
    }

    private SentimentAnalyzerBuilder fallingBackToAbsent() throws IOException {
        return TestAnalyzers.builder(first, new FakeTokenizer())
                .classLoader(
                        TestServices.offering(directory, InferenceBackendProvider.class, ResolversTest.Picky.class))
                .fallback("absent");
    }

    @Test
    void build_withANativeLibraryThatDoesNotLoad_usesTheNext() {
        InferenceBackendProvider broken = new ByFormat("onnx", new FakeBackendProvider("broken")) {
            @Override
            public InferenceBackend open(ModelBundle bundle, BackendContext context) {
                throw new UnsatisfiedLinkError("no native library, says the test");
            }

            @Override
            public Optional<String> refusal(ModelBundle bundle) {
                return Optional.empty();
            }
        };
        try (SentimentAnalyzer analyzer = TestAnalyzers.builder(broken, new FakeTokenizer())
                .fallback(second)
                .build()) {
            assertThat(analyzer.info().backend().name()).isEqualTo("second");
            assertThat(analyzer.info().backend().notes().get(0)).contains("no native library, says the test");
        }
    }

    @Test
    void build_withNoneThatLoads_tellsTheProblemsOfEach() {
        first.failingToOpen("too old");
        second.failingToOpen("too new");
        assertThatThrownBy(() -> preferringFirst().build())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContainingAll("engine 'first': too old", "engine 'second': too new");
        assertThat(first.openBackends()).isZero();
        assertThat(second.openBackends()).isZero();
    }

    @Test
    void build_withNoneThatAccepts_tellsTheReasonOfEach() {
        first.refusing("holds no model.first");
        second.refusing("holds no model.second");
        assertThatThrownBy(() -> preferringFirst().build())
                .isInstanceOf(BackendResolutionException.class)
                .hasMessageContainingAll("holds no model.first", "holds no model.second");
    }

    @Test
    void build_withAFallbackForNobody_asksForThePreferred() {
        assertThatThrownBy(() -> SentimentAnalyzer.builder().fallback("second").build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("fallback without backend");
    }

    @Test
    void build_withDamagedWeightsOfThePreferredEngine_usesTheOthers() throws IOException {
        bothFormats("not a graph", "PK and so on");
        try (SentimentAnalyzer analyzer = ofDirectory()
                .backend(new ByFormat("onnx", first))
                .fallback(new ByFormat("torchscript", second))
                .build()) {
            assertThat(analyzer.info().backend().name()).isEqualTo("second");
            assertThat(analyzer.info().backend().notes())
                    .singleElement()
                    .asString()
                    .contains("engine 'first'", "holds no onnx", "model.onnx: is");
        }
    }

    @Test
    void build_withDamagedWeightsAndNoFallback_isRefusedAsBefore() throws IOException {
        bothFormats("not a graph", "PK and so on");
        assertThatThrownBy(() -> ofDirectory()
                        .backend(new ByFormat("torchscript", second))
                        .build())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("model.onnx: is");
    }

    @Test
    void build_withDamagedWeightsOnly_tellsBoth() throws IOException {
        bothFormats("not a graph", "not an archive");
        assertThatThrownBy(() -> ofDirectory()
                        .backend(new ByFormat("onnx", first))
                        .fallback(new ByFormat("torchscript", second))
                        .build())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContainingAll("model.onnx: is", "model.pt: is not a TorchScript archive");
    }

    private SentimentAnalyzerBuilder ofDirectory() {
        return SentimentAnalyzer.builder().model(directory).tokenizer(TestAnalyzers.provider(FakeTokenizer::new));
    }

    private void bothFormats(String onnx, String torchScript) throws IOException {
        new TestBundle("bert").copyTo(directory);
        Files.writeString(directory.resolve("model.onnx"), onnx, StandardCharsets.UTF_8);
        Files.writeString(directory.resolve("model.pt"), torchScript, StandardCharsets.UTF_8);
    }

    /** An engine for one format, fake otherwise. */
    private static class ByFormat implements InferenceBackendProvider {
        private final String format;
        private final FakeBackendProvider fake;

        ByFormat(String format, FakeBackendProvider fake) {
            this.format = format;
            this.fake = fake;
        }

        @Override
        public String name() {
            return fake.name();
        }

        @Override
        public Optional<String> refusal(ModelBundle bundle) {
            return bundle.weights(format).isPresent() ? Optional.empty() : Optional.of("holds no " + format);
        }

        @Override
        public InferenceBackend open(ModelBundle bundle, BackendContext context) {
            return fake.open(bundle, context);
        }
    }
}
