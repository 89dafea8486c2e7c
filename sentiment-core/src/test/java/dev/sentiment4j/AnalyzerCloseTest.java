package dev.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.TestThreads.Call;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What close() promises, whoever calls it and whenever. */
class AnalyzerCloseTest {
    private final FakeBackendProvider fake = new FakeBackendProvider();
    private final FakeTokenizer tokenizer = new FakeTokenizer();
    private SentimentAnalyzer analyzer;

    private void open(BatchOptions.Builder options) {
        analyzer = TestAnalyzers.builder(fake, tokenizer)
                .batching(options.build())
                .completionExecutor(Runnable::run)
                .build();
    }

    @AfterEach
    void everythingIsGone() {
        fake.release();
        analyzer.close();
        TestThreads.assertNoLanesOf(analyzer.info().name());
        assertThat(fake.openLanes()).isZero();
        assertThat(fake.openBackends()).isZero();
        assertThat(tokenizer.isClosed()).isTrue();
    }

    private static SentimentResult get(CompletableFuture<SentimentResult> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private Call<Boolean> closer() {
        return TestThreads.start(() -> {
            analyzer.close();
            return true;
        });
    }

    @Test
    void close_freesEverythingBeforeItReturns() {
        open(BatchOptions.builder().lanes(3));
        assertThat(analyzer.analyze("a").hasSentiment()).isTrue();
        analyzer.close();
        assertThat(fake.openLanes()).isZero();
        assertThat(fake.openBackends()).isZero();
        assertThat(tokenizer.isClosed()).isTrue();
    }

    @Test
    void close_withTextsWaiting_answersThemFirst() throws Exception {
        fake.block();
        open(BatchOptions.builder().lanes(1).maxBatchSize(2));
        List<CompletableFuture<SentimentResult>> futures = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            futures.add(analyzer.analyzeAsync("text " + i));
        }
        fake.awaitCalls(1);
        Call<Boolean> closer = closer().awaitBlocked();
        fake.release();
        assertThat(closer.get()).isTrue();
        for (int i = 0; i < 9; i++) {
            assertThat(get(futures.get(i)))
                    .isEqualTo(TestAnalyzers.expected(analyzer.info(), new FakeTokenizer(), "text " + i));
        }
    }

    @Test
    void close_beyondItsTimeout_failsTheRestTyped() throws Exception {
        fake.block();
        open(BatchOptions.builder().lanes(1).maxBatchSize(1).closeTimeout(Duration.ZERO));
        List<CompletableFuture<SentimentResult>> futures =
                List.of(analyzer.analyzeAsync("a"), analyzer.analyzeAsync("b"));
        fake.awaitCalls(1);
        analyzer.close();
        for (CompletableFuture<SentimentResult> future : futures) {
            assertThatThrownBy(() -> get(future)).hasCauseInstanceOf(AnalyzerClosedException.class);
        }
    }

    @Test
    void analyze_afterClose_throwsTyped() throws Exception {
        open(BatchOptions.builder());
        analyzer.close();
        assertThatThrownBy(() -> analyzer.analyze("a")).isInstanceOf(AnalyzerClosedException.class);
        assertThatThrownBy(() -> get(analyzer.analyzeAsync("a"))).hasCauseInstanceOf(AnalyzerClosedException.class);
    }

    @Test
    void close_fromACallbackOnTheOnlyLane_doesNotDeadLock() throws Exception {
        fake.block();
        open(BatchOptions.builder().lanes(1).closeTimeout(Duration.ofHours(1)));
        CompletableFuture<Boolean> closed = analyzer.analyzeAsync("a").thenApply(result -> {
            analyzer.close();
            return true;
        });
        fake.awaitCalls(1);
        CompletableFuture<SentimentResult> waiting = analyzer.analyzeAsync("b");
        fake.release();
        assertThat(closed.get(30, TimeUnit.SECONDS)).isTrue();
        // There was no lane left to run it.
        assertThatThrownBy(() -> get(waiting)).hasCauseInstanceOf(AnalyzerClosedException.class);
    }

    @Test
    void close_whileCallersWaitForRoom_wakesThem() throws Exception {
        fake.block();
        open(BatchOptions.builder().lanes(1).queueCapacity(1).admission(BatchOptions.Admission.BLOCK));
        CompletableFuture<SentimentResult> plug = analyzer.analyzeAsync("plug");
        fake.awaitCalls(1);
        List<Call<SentimentResult>> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(TestThreads.start(() -> analyzer.analyze("waits")).awaitBlocked());
        }
        Call<Boolean> closer = closer();
        for (Call<SentimentResult> caller : callers) {
            assertThatThrownBy(caller::get).hasCauseInstanceOf(AnalyzerClosedException.class);
        }
        fake.release();
        assertThat(closer.get()).isTrue();
        assertThat(get(plug).hasSentiment()).isTrue();
    }

    @Test
    void close_fromManyThreads_isIdempotent() throws Exception {
        open(BatchOptions.builder().lanes(2));
        List<Call<Boolean>> closers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            closers.add(closer());
        }
        for (Call<Boolean> closer : closers) {
            assertThat(closer.get()).isTrue();
        }
        assertThat(fake.openBackends()).isZero();
    }

    /** Hazard: a text between admission, queue and lane when the doors shut. Accepted: its own result, or closed. */
    @RepeatedTest(20)
    void close_whileManyThreadsAnalyze_completesEveryFutureExactlyOnce() throws Exception {
        open(BatchOptions.builder().lanes(2).queueCapacity(64).admission(BatchOptions.Admission.BLOCK));
        FakeTokenizer reference = new FakeTokenizer();
        AtomicInteger submitted = new AtomicInteger();
        AtomicInteger completions = new AtomicInteger();
        List<Call<Integer>> callers = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            int caller = t;
            callers.add(TestThreads.start(() -> {
                int answered = 0;
                for (int i = 0; ; i++) {
                    String text = "text " + caller + " " + i;
                    submitted.incrementAndGet();
                    CompletableFuture<SentimentResult> future = analyzer.analyzeAsync(text);
                    future.whenComplete((result, failure) -> completions.incrementAndGet());
                    if (i % 3 == 0) {
                        continue;
                    }
                    try {
                        assertThat(get(future)).isEqualTo(TestAnalyzers.expected(analyzer.info(), reference, text));
                        answered++;
                    } catch (ExecutionException e) {
                        assertThat(e).hasCauseInstanceOf(AnalyzerClosedException.class);
                        return answered;
                    }
                }
            }));
        }
        fake.awaitCalls(20);
        analyzer.close();
        for (Call<Integer> caller : callers) {
            assertThat(caller.get()).isNotNegative();
        }
        assertThat(completions.get()).isEqualTo(submitted.get());
    }
}
