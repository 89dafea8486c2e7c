package dev.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.TestThreads.Call;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A blocking call runs its text on its own thread while a lane has nothing to do. */
class CallerRunsTest {
    private final FakeBackendProvider fake = new FakeBackendProvider();
    private final FakeTokenizer tokenizer = new FakeTokenizer();
    private final AtomicReference<Thread> ranOn = new AtomicReference<>();
    private final AtomicReference<Runnable> onBatch = new AtomicReference<>(() -> {});
    private SentimentAnalyzer analyzer;

    private void open(BatchOptions.Builder options) {
        analyzer = TestAnalyzers.builder(fake, tokenizer)
                .batching(options.build())
                .completionExecutor(Runnable::run)
                .listener(new AnalyzerListener() {
                    @Override
                    public void batchCompleted(BatchEvent batch) {
                        ranOn.set(Thread.currentThread());
                        onBatch.get().run();
                    }
                })
                .build();
        awaitIdle();
    }

    private List<Thread> lanes() {
        return TestThreads.lanesOf(analyzer.info().name());
    }

    private void awaitIdle() {
        lanes().forEach(TestThreads::awaitBlocked);
    }

    private static BatchOptions.Builder oneLane() {
        return BatchOptions.builder().lanes(1);
    }

    private SentimentResult expected(String text) {
        return TestAnalyzers.expected(analyzer.info(), new FakeTokenizer(), text);
    }

    private Call<SentimentResult> caller(String text) {
        return TestThreads.start(() -> analyzer.analyze(text));
    }

    @AfterEach
    void everythingIsGone() {
        fake.release();
        analyzer.close();
        TestThreads.assertNoLanesOf(analyzer.info().name());
        assertThat(analyzer.load().inWork()).isZero();
        assertThat(fake.openLanes()).isZero();
        assertThat(fake.openBackends()).isZero();
    }

    @Test
    void analyze_whileNothingElseIsInWork_runsOnTheCallingThread() {
        open(oneLane());
        for (String text : List.of("one", "two", "three")) {
            assertThat(analyzer.analyze(text)).isEqualTo(expected(text));
            assertThat(ranOn).hasValue(Thread.currentThread());
        }
    }

    @Test
    void analyze_withATimeout_runsOnALane() {
        open(oneLane());
        analyzer.analyze("one", AnalysisOptions.defaults().withTimeout(Duration.ofSeconds(30)));
        assertThat(lanes()).contains(ranOn.get());
    }

    @Test
    void analyze_whereTextsAreGathered_runsOnALane() {
        open(oneLane().maxDelay(Duration.ofMillis(1)));
        analyzer.analyze("one");
        assertThat(lanes()).contains(ranOn.get());
    }

    @Test
    void analyzeAsync_neverRunsOnTheCallingThread() throws Exception {
        open(oneLane());
        assertThat(analyzer.analyzeAsync("one").get(30, TimeUnit.SECONDS)).isEqualTo(expected("one"));
        assertThat(lanes()).contains(ranOn.get());
    }

    @Test
    void textsThatComeMeanwhile_areLeftToTheLaneAfterwards() throws Exception {
        fake.block();
        open(oneLane());
        Call<SentimentResult> first = caller("first");
        fake.awaitCalls(1);
        CompletableFuture<SentimentResult> second = analyzer.analyzeAsync("second");
        assertThat(fake.mostCallsAtOnce()).isEqualTo(1);
        fake.release();
        assertThat(first.get()).isEqualTo(expected("first"));
        assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(expected("second"));
        assertThat(lanes()).contains(ranOn.get());
    }

    @Test
    void callersAndLanes_neverRunMoreCallsThanThereAreLanes() throws Exception {
        fake.block();
        open(BatchOptions.builder().lanes(2).maxBatchSize(1));
        List<Call<SentimentResult>> callers = List.of(caller("a"), caller("b"), caller("c"), caller("d"));
        fake.awaitCalls(2);
        callers.forEach(Call::awaitBlocked);
        fake.release();
        for (int i = 0; i < callers.size(); i++) {
            assertThat(callers.get(i).get())
                    .isEqualTo(expected(List.of("a", "b", "c", "d").get(i)));
        }
        assertThat(fake.mostCallsAtOnce()).isEqualTo(2);
    }

    @Test
    void anErrorOfTheEngine_failsThatTextAndNoOther() {
        open(oneLane());
        fake.dieOn(TestAnalyzers.input(tokenizer, "deadly")[1]);
        assertThatThrownBy(() -> analyzer.analyze("deadly"))
                .isInstanceOf(InferenceException.class)
                .hasRootCauseInstanceOf(AssertionError.class);
        assertThat(analyzer.analyze("next")).isEqualTo(expected("next"));
        assertThat(fake.lanesOpened()).isEqualTo(2);
    }

    @Test
    void anInterrupt_isKeptForTheCaller() throws Exception {
        fake.block();
        open(oneLane());
        Call<Boolean> caller = TestThreads.start(() -> {
            assertThat(analyzer.analyze("held")).isEqualTo(expected("held"));
            return Thread.currentThread().isInterrupted();
        });
        fake.awaitCalls(1);
        onBatch.set(() -> caller.thread().interrupt());
        fake.release();
        assertThat(caller.get()).isTrue();
    }

    @Test
    void close_waitsForACallerWhoRunsHisText() throws Exception {
        fake.block();
        open(oneLane());
        Call<SentimentResult> caller = caller("held");
        fake.awaitCalls(1);
        Call<Boolean> closer = TestThreads.start(() -> {
                    analyzer.close();
                    return true;
                })
                .awaitBlocked();
        fake.release();
        assertThat(caller.get()).isEqualTo(expected("held"));
        assertThat(closer.get()).isTrue();
        assertThat(fake.openBackends()).isZero();
    }

    @Test
    void close_beyondItsTimeout_leavesTheEngineToTheCallerWhoRunsIt() throws Exception {
        fake.block();
        open(oneLane().closeTimeout(Duration.ZERO));
        Call<Boolean> caller = TestThreads.start(() -> {
            assertThatThrownBy(() -> analyzer.analyze("held")).isInstanceOf(AnalyzerClosedException.class);
            return Thread.currentThread().isInterrupted();
        });
        fake.awaitCalls(1);
        analyzer.close();
        assertThat(fake.openBackends()).isEqualTo(1);
        fake.release();
        assertThat(caller.get()).as("the host's own thread was interrupted").isFalse();
    }

    @Test
    void close_fromAListenerOnTheCallersThread_doesNotWaitForItself() {
        open(BatchOptions.builder().lanes(2).closeTimeout(Duration.ofDays(1)));
        onBatch.set(() -> analyzer.close());
        assertThat(analyzer.analyze("last")).isEqualTo(expected("last"));
        TestThreads.assertNoLanesOf(analyzer.info().name());
        assertThatThrownBy(() -> analyzer.analyze("later")).isInstanceOf(AnalyzerClosedException.class);
    }
}
