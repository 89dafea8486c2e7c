package dev.sentiment4j.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentAnalyzerBuilder;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.Tuning;
import dev.sentiment4j.batch.TuningProfile;
import dev.sentiment4j.batch.TuningProfile.Point;
import dev.sentiment4j.spi.ScriptedBackend;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine whose calls take (overhead + tokens) microseconds on a clock of the test's. */
class TuningTest {
    @TempDir
    Path directory;

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger calls = new AtomicInteger();
    private int overhead = 40;

    private final ScriptedBackend engine = new ScriptedBackend(batch -> {
        calls.incrementAndGet();
        clock.addAndGet(1_000L * (overhead + batch.tokens()));
        return ScriptedBackend.soundAnswer(TestAnalyzers.bundle(), batch);
    });

    /** One lane, since lanes side by side would move the one clock together. */
    private SentimentAnalyzerBuilder builder(Tuning tuning) {
        return TestAnalyzers.builder(engine, new FakeTokenizer())
                .batching(BatchOptions.builder().lanes(1).intraOpThreads(1).build())
                .tuning(tuning)
                .nanoClock(clock::get);
    }

    private AnalyzerInfo open(Tuning tuning) {
        try (SentimentAnalyzer analyzer = builder(tuning).build()) {
            return analyzer.info();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void off_measuresNothing() {
        AnalyzerInfo info = open(Tuning.off());
        assertThat(info.tuning()).isEmpty();
        assertThat(calls).hasValue(0);
        assertThat(info.batching().maxBatchTokens()).isEqualTo(BatchOptions.DEFAULT_MAX_BATCH_TOKENS);
    }

    @Test
    void atStart_findsOverheadAndKneeAndClosesWhatItOpened() {
        TuningProfile found = open(Tuning.atStart()).tuning().orElseThrow();
        assertThat(found.callOverheadTokens()).isEqualTo(40);
        // The rate is T / (40 + T) of the best there could be: with the last doubling that gains 2 % or more as
        // measure.
        assertThat(found.maxBatchTokens()).isEqualTo(2048);
        assertThat(found.lanes()).isEqualTo(1);
        assertThat(found.intraOpThreads()).isEqualTo(1);
        assertThat(found.remembered()).isFalse();
        assertThat(found.points()).extracting(Point::batchTokens).startsWith(32, 64, 128);
        assertThat(found.points().get(0).tokensPerSecond()).isCloseTo(32 / 72e-6, within(1.0));
        assertThat(engine.openBackends()).isZero();
        assertThat(engine.openLanes()).isZero();
    }

    @Test
    void atStart_isInEffectAndToldOf() {
        try (SentimentAnalyzer analyzer = builder(Tuning.atStart()).build()) {
            BatchOptions inEffect = analyzer.info().batching();
            assertThat(inEffect.maxBatchTokens()).isEqualTo(2048);
            assertThat(inEffect.maxBatchSize()).isEqualTo(256);
            assertThat(inEffect.callOverheadTokens()).isEqualTo(40);
            assertThat(analyzer.toString())
                    .contains("tuned: 1 x 1 threads, batches of 2048 tokens, call overhead 40 tokens");
        }
    }

    @Test
    void atStart_leavesAloneWhatTheHostChose() {
        BatchOptions chosen = BatchOptions.builder()
                .lanes(1)
                .intraOpThreads(1)
                .maxBatchTokens(100)
                .maxBatchSize(3)
                .callOverheadTokens(7)
                .build();
        try (SentimentAnalyzer analyzer =
                builder(Tuning.atStart()).batching(chosen).build()) {
            assertThat(analyzer.info().batching()).isEqualTo(chosen);
        }
    }

    @Test
    void atStart_withAnEngineThatFails_startsWithTheDefaults() {
        ScriptedBackend broken = new ScriptedBackend(batch -> {
            throw new IllegalStateException("says the test");
        });
        try (SentimentAnalyzer analyzer = TestAnalyzers.builder(broken, new FakeTokenizer())
                .tuning(Tuning.atStart())
                .build()) {
            assertThat(analyzer.info().tuning()).isEmpty();
        }
        assertThat(broken.openBackends()).isZero();
        assertThat(broken.openLanes()).isZero();
    }

    @Test
    void remembered_measuresOnce() throws IOException {
        TuningProfile found =
                open(Tuning.remembered(directory.resolve("new"))).tuning().orElseThrow();
        int callsOfTheSweep = calls.get();
        assertThat(callsOfTheSweep).isPositive();
        TuningProfile again =
                open(Tuning.remembered(directory.resolve("new"))).tuning().orElseThrow();
        assertThat(calls).hasValue(callsOfTheSweep);
        assertThat(again)
                .isEqualTo(found.asRemembered())
                .hasToString(found.asRemembered().toString());
        assertThat(again.toString()).startsWith("tuned earlier: ");
        try (Stream<Path> files = Files.list(directory.resolve("new"))) {
            assertThat(files).singleElement().asString().endsWith(".json");
        }
    }

    @Test
    void remembered_forAnotherChoiceOfThreads_measuresAnew() throws IOException {
        open(Tuning.remembered(directory));
        int callsOfTheSweep = calls.get();
        try (SentimentAnalyzer analyzer = builder(Tuning.remembered(directory))
                .batching(BatchOptions.builder().lanes(1).intraOpThreads(2).build())
                .build()) {
            assertThat(analyzer.info().tuning().orElseThrow().intraOpThreads()).isEqualTo(2);
        }
        assertThat(calls.get()).isGreaterThan(callsOfTheSweep);
        assertThat(files()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{",
                "[]",
                "{\"subject\": \"another\", \"lanes\": 1}",
                "{\"lanes\": \"many\"}",
                "\u0000"
            })
    void remembered_inADamagedFile_isMeasuredAnewAndMended(String damage) throws IOException {
        TuningProfile found = open(Tuning.remembered(directory)).tuning().orElseThrow();
        Files.writeString(files().get(0), damage, StandardCharsets.UTF_8);
        assertThat(open(Tuning.remembered(directory)).tuning()).contains(found);
        assertThat(open(Tuning.remembered(directory)).tuning()).contains(found.asRemembered());
        assertThat(files()).hasSize(1);
    }

    @Test
    void remembered_whereNothingCanBeWritten_worksWithWhatItFound() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        assertThat(open(Tuning.remembered(file)).tuning()).isPresent();
        assertThat(Files.readString(file)).isEqualTo("in the way");
    }

    @Test
    void judge_takesTheFastestPlanAndItsSmallestGoodBudget() {
        TuningProfile profile = TuningSweep.judge(List.of(
                new Point(2, 1, 32, 500),
                new Point(2, 1, 256, 990),
                new Point(2, 1, 512, 1000),
                new Point(1, 2, 32, 700),
                new Point(1, 2, 256, 900)));
        assertThat(profile.lanes()).isEqualTo(2);
        assertThat(profile.intraOpThreads()).isEqualTo(1);
        assertThat(profile.maxBatchTokens()).isEqualTo(256);
        // 32 tokens in 64 ms and 512 in 512 ms: 0.9333 ms a token, and 64 ms are worth 68.57 of them.
        assertThat(profile.callOverheadTokens()).isEqualTo(37);
    }

    @Test
    void judge_whereLargerBatchesAreNoSlowerPerCall_fallsBackOnTheDefaultOverhead() {
        TuningProfile profile = TuningSweep.judge(List.of(new Point(1, 1, 32, 100)));
        assertThat(profile.callOverheadTokens()).isEqualTo(BatchOptions.DEFAULT_CALL_OVERHEAD_TOKENS);
        assertThat(profile.maxBatchTokens()).isEqualTo(32);
    }

    @Test
    void tuning_isAValue() {
        assertThat(Tuning.remembered(directory))
                .isEqualTo(Tuning.remembered(directory))
                .hasSameHashCodeAs(Tuning.remembered(directory))
                .isNotEqualTo(Tuning.atStart())
                .isNotEqualTo(Tuning.off());
        assertThat(Tuning.off()).hasToString("Tuning[off]");
        assertThat(Tuning.atStart()).hasToString("Tuning[at start]");
    }
}
