package dev.sentiment4j.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.Gson;
import dev.sentiment4j.BackendResolutionException;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentAnalyzerBuilder;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.TestThreads;
import dev.sentiment4j.VerificationReport;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.bundles.TestBundle;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelManifest;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.model.ProfileRef;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.spi.InferenceOutput;
import dev.sentiment4j.spi.ScriptedBackend;
import dev.sentiment4j.spi.TokenizerProvider;
import dev.sentiment4j.text.TextProfile;
import dev.sentiment4j.text.TextStep;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From settings to a running analyzer: what is wrong is told at once, and what was opened is closed again. */
class ModelLoadingTest {
    @TempDir
    Path directory;

    private final FakeBackendProvider fake = new FakeBackendProvider();
    private final FakeTokenizer tokenizer = new FakeTokenizer();

    @AfterEach
    void nothingStaysOpen() {
        assertThat(fake.openLanes()).isZero();
        assertThat(fake.openBackends()).isZero();
    }

    private SentimentAnalyzerBuilder builder() {
        return TestAnalyzers.builder(fake, tokenizer);
    }

    private ModelBundle bundle(UnaryOperator<ModelManifest.Builder> change) {
        return ModelBundle.of(
                ModelSource.directory(directory),
                change.apply(TestAnalyzers.manifest()).build());
    }

    private static TokenizerProvider failingTokenizer(RuntimeException failure) {
        return TestAnalyzers.provider(() -> {
            throw failure;
        });
    }

    @Test
    void build_withAnEngineThatDoesNotOpen_closesTheTokenizer() {
        fake.failingToOpen("has no output 'emotion'");
        SentimentAnalyzerBuilder builder = builder();
        assertThatThrownBy(builder::build)
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("has no output 'emotion'");
        assertThat(tokenizer.isClosed()).isTrue();
    }

    @Test
    void build_withProfileAndEngineWrong_saysBoth() {
        fake.failingToOpen("has no output 'emotion'");
        SentimentAnalyzerBuilder builder =
                builder().model(bundle(m -> m.profile(new ProfileRef("nope", 1, null, List.of()))));
        ModelLoadException e = catchThrowableOfType(ModelLoadException.class, builder::build);
        assertThat(e.problems()).anyMatch(p -> p.contains("nope")).anyMatch(p -> p.contains("'emotion'"));
        assertThat(e).hasMessageContainingAll(directory.toString(), "2 problems");
        assertThat(tokenizer.isClosed()).isTrue();
    }

    @Test
    void build_withProfileAndTokenizerWrong_saysBothAndOpensNoEngine() {
        SentimentAnalyzerBuilder builder = builder()
                .model(bundle(m -> m.profile(new ProfileRef("nope", 1, null, List.of()))))
                .tokenizer(failingTokenizer(new ModelLoadException("dir", "tokenizer.json: truncated")));
        ModelLoadException e = catchThrowableOfType(ModelLoadException.class, builder::build);
        assertThat(e.problems()).hasSize(2).contains("tokenizer.json: truncated");
    }

    @Test
    void build_withFilesTokenizerAndProfileWrong_saysEverythingInOneMessage() throws IOException {
        new TestBundle("multihead").copyTo(directory);
        Files.writeString(
                directory.resolve("sentiment4j.json"),
                Files.readString(directory.resolve("sentiment4j.json"))
                        .replace("\"none\",\n    \"version\": 1", "\"nope\",\n    \"version\": 1"));
        Files.delete(directory.resolve("golden.jsonl"));
        SentimentAnalyzerBuilder builder = builder()
                .model(directory)
                .tokenizer(failingTokenizer(new ModelLoadException("dir", "tokenizer.json: foreign")));
        ModelLoadException e = catchThrowableOfType(ModelLoadException.class, builder::build);
        assertThat(e.problems())
                .hasSize(3)
                .anyMatch(p -> p.contains("golden.jsonl"))
                .anyMatch(p -> p.contains("nope"))
                .contains("tokenizer.json: foreign");
    }

    @Test
    void build_withFilesAndEngineWrong_saysBothAndClosesTheTokenizer() throws IOException {
        new TestBundle("multihead").copyTo(directory);
        Files.delete(directory.resolve("golden.jsonl"));
        fake.failingToOpen("has no output 'emotion'");
        SentimentAnalyzerBuilder builder = builder().model(directory);
        ModelLoadException e = catchThrowableOfType(ModelLoadException.class, builder::build);
        assertThat(e.problems())
                .hasSize(2)
                .anyMatch(p -> p.contains("golden.jsonl"))
                .contains("has no output 'emotion'");
        assertThat(tokenizer.isClosed()).isTrue();
    }

    @Test
    void build_withAProviderThatThrowsAnything_isAModelLoadException() {
        SentimentAnalyzerBuilder builder =
                builder().tokenizer(failingTokenizer(new IllegalStateException("says the test")));
        assertThatThrownBy(builder::build)
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContainingAll("the tokenizer could not be opened", "says the test")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void build_withoutATokenizerLibrary_namesTheArtifact() {
        SentimentAnalyzerBuilder builder = SentimentAnalyzer.builder()
                .model(TestAnalyzers.bundle())
                .backend(fake)
                .classLoader(TestServices.offering(directory, TokenizerProvider.class, List.of("no.such.Library")));
        assertThatThrownBy(builder::build)
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContainingAll("tokenizer.json", "dev.sentiment4j:sentiment-tokenizers", "no.such.Library");
    }

    @Test
    void build_withAnEngineThatRefuses_opensNothing() {
        fake.refusing("holds no weights");
        SentimentAnalyzerBuilder builder = builder();
        assertThatThrownBy(builder::build).isInstanceOf(BackendResolutionException.class);
        assertThat(tokenizer.isClosed()).isFalse();
        assertThat(tokenizer.encoded()).isZero();
    }

    @Test
    void build_withMoreTokensThanTheModelTakes_isRefused() {
        for (int maxTokens : new int[] {65, -1}) {
            SentimentAnalyzerBuilder builder = builder().maxTokens(maxTokens);
            assertThatThrownBy(builder::build)
                    .isInstanceOf(InvalidOptionsException.class)
                    .hasMessageContainingAll("maxTokens = " + maxTokens, "64", "fake:1");
        }
    }

    @Test
    void build_withOptionsThatDoNotFitTheTokenizer_closesEverything() {
        SentimentAnalyzerBuilder tooFew = builder().maxTokens(2);
        assertThatThrownBy(tooFew::build).isInstanceOf(InvalidOptionsException.class);
        assertThat(tokenizer.isClosed()).isTrue();
        SentimentAnalyzerBuilder standing = builder().longText(LongTextPolicy.windows(3, 62));
        assertThatThrownBy(standing::build).isInstanceOf(InvalidOptionsException.class);
    }

    @Test
    void build_ofSeveralAnalyzers_keepsThemApart() {
        try (SentimentAnalyzer one = builder().build()) {
            String other;
            try (SentimentAnalyzer two = builder()
                    .tokenizer(TestAnalyzers.provider(new FakeTokenizer()))
                    .build()) {
                other = two.info().name();
                assertThat(fake.openBackends()).isEqualTo(2);
            }
            assertThat(fake.openBackends()).isEqualTo(1);
            assertThat(one.info().name()).isNotEqualTo(other);
            assertThat(one.analyze("still there").hasSentiment()).isTrue();
        }
    }

    @Test
    void info_tellsWhatReallyRuns() {
        BatchOptions options = BatchOptions.builder().lanes(2).build();
        try (SentimentAnalyzer analyzer =
                builder().batching(options).maxTokens(32).build()) {
            assertThat(analyzer.info().maxTokens()).isEqualTo(32);
            assertThat(analyzer.info().threads().lanes()).isEqualTo(2);
            assertThat(analyzer.info().profile()).isEqualTo("none/1");
            assertThat(analyzer.info().batching()).isEqualTo(options.resolved());
        }
    }

    // golden texts

    private static final List<String> TEXTS = List.of(
            "one two three four five six seven eight nine ten",
            "short",
            "the quick brown fox jumps over the lazy dog and runs away",
            "a b c d e f g h i j k l m n o p",
            "and yet another text of more than ten tokens to be run at start");

    private Map<String, Object> golden(String text) {
        int[] input = TestAnalyzers.input(new FakeTokenizer(), text);
        Map<String, Object> logits = new LinkedHashMap<>();
        TestAnalyzers.manifest()
                .build()
                .heads()
                .forEach(head -> logits.put(
                        head.name(),
                        FakeBackendProvider.logits(head.output(), head.labels().size(), input)));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("text", text);
        line.put("normalized", text);
        line.put("ids", input);
        line.put("logits", logits);
        return line;
    }

    private List<Map<String, Object>> goldens() {
        return new ArrayList<>(TEXTS.stream().map(this::golden).toList());
    }

    private SentimentAnalyzerBuilder withGolden(List<Map<String, Object>> lines) {
        try {
            Files.write(
                    directory.resolve("golden.jsonl"),
                    lines.stream().map(new Gson()::toJson).toList());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return builder().model(bundle(m -> m.golden("golden.jsonl")));
    }

    @SuppressWarnings("unchecked")
    private static void putLogits(Map<String, Object> line, String head, float... values) {
        ((Map<String, Object>) line.get("logits")).put(head, values);
    }

    @Test
    void verify_ofASoundModel_isOk() {
        VerificationReport report = withGolden(goldens()).verify();
        assertThat(report.problems()).isEmpty();
        assertThat(report.ok()).isTrue();
        assertThat(report.texts()).isEqualTo(5);
        assertThat(report.maxProbabilityDifference()).isZero();
        assertThat(report.maxBatchDifference()).isZero();
        assertThat(tokenizer.isClosed()).isTrue();
    }

    @Test
    void verify_withoutGoldenTexts_comparesNothing() {
        assertThat(builder().verify().texts()).isZero();
    }

    @Test
    void verify_withGoldenTextsFromElsewhere_usesThem() throws IOException {
        Path file = Files.write(directory.resolve("other.jsonl"), List.of(new Gson().toJson(golden("elsewhere"))));
        assertThat(builder().verify(file).texts()).isEqualTo(1);
    }

    @Test
    void verify_withAFileThatIsNotThere_closesEverything() {
        SentimentAnalyzerBuilder builder = builder();
        assertThatThrownBy(() -> builder.verify(directory.resolve("nope.jsonl")))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("nope.jsonl");
        assertThat(tokenizer.isClosed()).isTrue();
    }

    @Test
    void verify_withAnotherPreparedForm_countsTheTexts() {
        List<Map<String, Object>> lines = goldens();
        lines.get(1).put("normalized", "SHORT");
        VerificationReport report = withGolden(lines).verify();
        assertThat(report.textMismatches()).isEqualTo(1);
        assertThat(report.problems()).singleElement().asString().contains("1 of 5", "text profile none/1");
    }

    @Test
    void verify_withOtherIds_countsTheTexts() {
        List<Map<String, Object>> lines = goldens();
        lines.get(0).put("ids", new int[] {2, 5, 3});
        lines.get(1).put("ids", new int[] {2, 5, 3});
        VerificationReport report = withGolden(lines).verify();
        assertThat(report.idMismatches()).isEqualTo(2);
        assertThat(report.problems()).singleElement().asString().contains("2 of 5", "tokenizer");
    }

    @Test
    void verify_withOtherLogits_saysHowFarOff() {
        List<Map<String, Object>> lines = goldens();
        putLogits(lines.get(1), "sentiment", 9, 0, 0);
        VerificationReport report = withGolden(lines).verify();
        assertThat(report.maxProbabilityDifference()).isGreaterThan(VerificationReport.PROBABILITY_TOLERANCE);
        assertThat(report.problems()).singleElement().asString().contains("weights");
    }

    @Test
    void verify_withLogitsForOtherLabels_saysThatTheGoldenTextsAreForeign() {
        List<Map<String, Object>> lines = goldens();
        lines.forEach(line -> putLogits(line, "sentiment", 1, 2));
        VerificationReport report = withGolden(lines).verify();
        assertThat(report.problems()).singleElement().asString().contains("2 logits", "3 labels", "'sentiment'");
    }

    private static InferenceOutput sound(TokenBatch batch) {
        return ScriptedBackend.soundAnswer(TestAnalyzers.bundle(), batch);
    }

    /** An engine whose sentiment shifts with the size of the batch. */
    private static InferenceOutput moody(TokenBatch batch) {
        InferenceOutput output = new InferenceOutput(batch.size());
        TestAnalyzers.manifest().build().heads().forEach(head -> {
            int columns = head.labels().size();
            float[] values = new float[batch.size() * columns];
            for (int r = 0; r < batch.size(); r++) {
                float[] row = FakeBackendProvider.logits(head.output(), columns, batch.row(r));
                row[0] += (batch.size() - 1) * 0.1f;
                System.arraycopy(row, 0, values, r * columns, columns);
            }
            output.put(head.output(), values);
        });
        return output;
    }

    @Test
    void verify_ofAnEngineWhoseAnswersDependOnTheBatch_saysSo() {
        ScriptedBackend engine = new ScriptedBackend(ModelLoadingTest::moody);
        VerificationReport report = withGolden(goldens()).backend(engine).verify();
        assertThat(report.maxProbabilityDifference()).isZero();
        assertThat(report.maxBatchDifference()).isGreaterThan(VerificationReport.BATCH_TOLERANCE);
        assertThat(report.problems()).singleElement().asString().contains("batch-mates");
        assertThat(engine.openLanes()).isZero();
        assertThat(engine.openBackends()).isZero();
    }

    @Test
    void verify_ofAnEngineThatAdmitsIt_measuresWithoutComplaint() {
        ScriptedBackend engine = new ScriptedBackend(ModelLoadingTest::moody).batchInvariant(false);
        VerificationReport report = withGolden(goldens()).backend(engine).verify();
        assertThat(report.maxBatchDifference()).isGreaterThan(VerificationReport.BATCH_TOLERANCE);
        assertThat(report.ok()).isTrue();
    }

    @Test
    void build_withAnEngineWhoseAnswersDependOnTheBatch_comparesTextsAlone() {
        ScriptedBackend engine = new ScriptedBackend(ModelLoadingTest::moody).batchInvariant(false);
        try (SentimentAnalyzer analyzer = withGolden(goldens()).backend(engine).build()) {
            assertThat(analyzer.info().backend().batchInvariant()).isFalse();
        }
    }

    @Test
    void verify_ofAnEngineThatGivesNaN_isAProblemOfTheReport() {
        ScriptedBackend engine = new ScriptedBackend(batch -> {
            float[] values = new float[3 * batch.size()];
            values[0] = Float.NaN;
            return sound(batch).put("emotion", values);
        });
        VerificationReport report = withGolden(goldens()).backend(engine).verify();
        assertThat(report.problems()).singleElement().asString().contains("NaN", "'emotion'");
    }

    @Test
    void build_ofASoundModel_runsAFewGoldenTextsOnly() {
        try (SentimentAnalyzer analyzer = withGolden(goldens()).build()) {
            assertThat(analyzer.info().model().id()).isEqualTo("fake");
            assertThat(fake.batches().stream().mapToInt(TokenBatch::size).sum()).isEqualTo(3);
        }
    }

    @Test
    void build_withOtherWeights_isRefusedAndClosesEverything() {
        List<Map<String, Object>> lines = goldens();
        lines.forEach(line -> putLogits(line, "emotion", 9, 0, 0));
        SentimentAnalyzerBuilder builder = withGolden(lines);
        assertThatThrownBy(builder::build)
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("weights");
        assertThat(tokenizer.isClosed()).isTrue();
    }

    @Test
    void build_withSeveralThingsForeign_saysAllOfThem() {
        List<Map<String, Object>> lines = goldens();
        lines.forEach(line -> {
            putLogits(line, "emotion", 9, 0, 0);
            line.put("normalized", "other");
            line.put("ids", new int[] {2, 3});
        });
        SentimentAnalyzerBuilder builder = withGolden(lines);
        ModelLoadException e = catchThrowableOfType(ModelLoadException.class, builder::build);
        assertThat(e.problems()).hasSize(3);
    }

    @Test
    void build_withAnEngineThatFailsOnGoldenTexts_isRefusedAndClosesEverything() {
        AtomicInteger calls = new AtomicInteger();
        ScriptedBackend engine = new ScriptedBackend(batch -> {
            calls.incrementAndGet();
            throw new UnsupportedOperationException("says the test");
        });
        SentimentAnalyzerBuilder builder = withGolden(goldens()).backend(engine);
        assertThatThrownBy(builder::build)
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContainingAll("'scripted'", "golden texts", "says the test");
        assertThat(calls).hasValue(1);
        assertThat(engine.openLanes()).isZero();
        assertThat(engine.openBackends()).isZero();
        assertThat(tokenizer.isClosed()).isTrue();
    }

    @Test
    void build_withAProfileOfTheHosts_isNotRefusedForItsOtherAnswers() {
        TextProfile loud =
                TextProfile.of("loud", 1, List.of(TextStep.of("loud", text -> text.toUpperCase(Locale.ROOT))));
        try (SentimentAnalyzer analyzer =
                withGolden(goldens()).textProfile(loud).build()) {
            assertThat(analyzer.info().profile()).isEqualTo("loud/1");
        }
    }

    @Test
    void build_withDamagedGoldenTexts_isRefusedAndClosesEverything() throws IOException {
        SentimentAnalyzerBuilder builder = withGolden(goldens());
        Files.writeString(directory.resolve("golden.jsonl"), "{\"text\": ");
        assertThatThrownBy(builder::build)
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("golden.jsonl");
        assertThat(tokenizer.isClosed()).isTrue();
    }

    @Test
    void build_thatFails_leavesNoThread() {
        List<Map<String, Object>> lines = goldens();
        lines.forEach(line -> putLogits(line, "emotion", 9, 0, 0));
        SentimentAnalyzerBuilder builder = withGolden(lines).name("doomed");
        assertThatThrownBy(builder::build).isInstanceOf(ModelLoadException.class);
        TestThreads.assertNoLanesOf("doomed");
    }
}
