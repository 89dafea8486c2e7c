package dev.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sentiment4j.TestThreads.Call;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.text.TextProfile;
import dev.sentiment4j.text.TextStep;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One text at a time, through the public API over the fakes. */
class AnalyzerTest {
    private final FakeBackendProvider fake = new FakeBackendProvider();
    private final FakeTokenizer tokenizer = new FakeTokenizer();
    private SentimentAnalyzer analyzer;

    private SentimentAnalyzerBuilder builder() {
        return TestAnalyzers.builder(fake, tokenizer);
    }

    private SentimentAnalyzer open(SentimentAnalyzerBuilder builder) {
        analyzer = builder.build();
        return analyzer;
    }

    private SentimentAnalyzer open(BatchOptions.Builder options) {
        return open(builder().batching(options.build()));
    }

    private static BatchOptions.Builder oneLane() {
        return BatchOptions.builder().lanes(1);
    }

    @AfterEach
    void closeAnalyzer() {
        fake.release();
        if (analyzer != null) {
            analyzer.close();
            TestThreads.assertNoLanesOf(analyzer.info().name());
        }
        assertThat(fake.openLanes()).isZero();
        assertThat(fake.openBackends()).isZero();
    }

    private SentimentResult expected(String text) {
        return TestAnalyzers.expected(analyzer.info(), tokenizer, text);
    }

    private static SentimentResult get(CompletableFuture<SentimentResult> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Test
    void analyze_ofAText_saysWhatTheModelSays() {
        SentimentResult result = open(builder()).analyze("what a day");
        assertThat(result).isEqualTo(expected("what a day"));
        assertThat(result.input().tokens()).isEqualTo(5);
    }

    @Test
    void analyzeAsync_ofAText_saysWhatTheModelSays() throws Exception {
        assertThat(get(open(builder()).analyzeAsync("what a day"))).isEqualTo(expected("what a day"));
    }

    static Stream<String> strangeTexts() {
        return Stream.of(
                "",
                " \t\r\n ",
                "\u0000\u0001\u0007",
                "\uD83D",
                "\uDE00 first the low half",
                "ends with \uD83D",
                "😂😂😂",
                "مرحبا بالعالم",
                "\u202Ereversed\u202C",
                "\uFEFFbom",
                "a".repeat(1 << 20));
    }

    @ParameterizedTest
    @MethodSource("strangeTexts")
    void analyze_ofAStrangeText_givesADefinedResult(String text) {
        SentimentResult result = open(builder()).analyze(text);
        assertThat(result.score()).isBetween(-1.0, 1.0);
        assertThat(result.input().tokensCut()).isZero();
    }

    @Test
    void analyze_ofALoneSurrogate_readsItAsReplacementCharacter() {
        open(builder());
        assertThat(analyzer.analyze("so \uD83D sad")).isEqualTo(expected("so \uFFFD sad"));
    }

    @Test
    void analyze_ofAHundredThousandTokens_tellsHowManyWereCut() {
        SentimentResult result = open(builder()).analyze("word ".repeat(100_000));
        assertThat(result.input().tokens()).isEqualTo(64);
        assertThat(result.input().tokensCut()).isEqualTo(100_000 - 62);
    }

    @Test
    void analyze_ofNull_namesTheParameter() {
        open(builder());
        assertThatThrownBy(() -> analyzer.analyze(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("text");
        assertThatThrownBy(() -> analyzer.analyze("a", null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("options");
        assertThatThrownBy(() -> analyzer.analyzeAsync(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("text");
        assertThatThrownBy(() -> analyzer.analyzeAsync("a", null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("options");
    }

    @Test
    void analyze_withSomeHeads_leavesTheOthersOut() {
        SentimentResult result =
                open(builder()).analyze("what a day", AnalysisOptions.defaults().withHeads(List.of("emotion")));
        assertThat(result.hasSentiment()).isFalse();
        assertThat(result.heads()).containsOnlyKeys("emotion");
    }

    @Test
    void analyze_withAnUnknownHead_namesItAndThoseThereAre() throws Exception {
        open(builder());
        AnalysisOptions options = AnalysisOptions.defaults().withHeads(List.of("irony", "emotion"));
        assertThatThrownBy(() -> analyzer.analyze("a", options))
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContainingAll("[irony]", "[sentiment, emotion, toxicity]");
        CompletableFuture<SentimentResult> future = analyzer.analyzeAsync("a", options);
        assertThatThrownBy(() -> get(future)).hasCauseInstanceOf(InvalidOptionsException.class);
        assertThat(fake.calls()).isZero();
    }

    @Test
    void batching_withAFreeLane_runsALoneTextAtOnce() throws Exception {
        fake.block();
        CompletableFuture<SentimentResult> future = open(oneLane()).analyzeAsync("alone");
        fake.awaitCalls(1);
        fake.release();
        assertThat(get(future)).isEqualTo(expected("alone"));
        assertThat(fake.batches().get(0).size()).isEqualTo(1);
    }

    @Test
    void batching_withBusyLanes_gathersWhatArrives() throws Exception {
        fake.block();
        open(oneLane());
        List<CompletableFuture<SentimentResult>> futures = new ArrayList<>();
        futures.add(analyzer.analyzeAsync("plug"));
        fake.awaitCalls(1);
        for (int i = 0; i < 10; i++) {
            futures.add(analyzer.analyzeAsync("text " + i));
        }
        fake.release();
        for (CompletableFuture<SentimentResult> future : futures) {
            assertThat(get(future).hasSentiment()).isTrue();
        }
        assertThat(fake.batches()).extracting(batch -> batch.size()).containsExactly(1, 10);
    }

    @Test
    void batching_withADelay_waitsOnTheInjectedClockForMore() throws Exception {
        AtomicLong clock = new AtomicLong();
        BatchOptions options =
                oneLane().maxBatchSize(3).maxDelay(Duration.ofHours(1)).build();
        open(builder().batching(options).nanoClock(clock::get));
        List<CompletableFuture<SentimentResult>> futures = new ArrayList<>();
        for (String text : List.of("one", "two", "three")) {
            assertThat(fake.calls()).isZero();
            futures.add(analyzer.analyzeAsync(text));
        }
        for (CompletableFuture<SentimentResult> future : futures) {
            assertThat(get(future).hasSentiment()).isTrue();
        }
        assertThat(fake.batches()).extracting(batch -> batch.size()).containsExactly(3);
    }

    @Test
    void cancel_ofAWaitingText_keepsItFromTheEngine() throws Exception {
        AtomicInteger dropped = new AtomicInteger();
        fake.block();
        open(builder().batching(oneLane().build()).listener(new AnalyzerListener() {
            @Override
            public void dropped(DropCause cause) {
                dropped.incrementAndGet();
            }
        }));
        CompletableFuture<SentimentResult> plug = analyzer.analyzeAsync("plug");
        fake.awaitCalls(1);
        CompletableFuture<SentimentResult> doomed = analyzer.analyzeAsync("doomed");
        CompletableFuture<SentimentResult> good = analyzer.analyzeAsync("good");
        assertThat(doomed.cancel(false)).isTrue();
        fake.release();
        assertThat(get(plug)).isEqualTo(expected("plug"));
        assertThat(get(good)).isEqualTo(expected("good"));
        assertThat(fake.batches()).extracting(batch -> batch.size()).containsExactly(1, 1);
        assertThat(dropped).hasValue(1);
        assertThat(doomed).isCancelled();
    }

    @Test
    void timeout_whileEveryLaneIsStuck_failsTheFutureInTime() throws Exception {
        fake.block();
        open(oneLane());
        CompletableFuture<SentimentResult> running =
                analyzer.analyzeAsync("stuck", AnalysisOptions.defaults().withTimeout(Duration.ofMillis(20)));
        fake.awaitCalls(1);
        CompletableFuture<SentimentResult> waiting =
                analyzer.analyzeAsync("late", AnalysisOptions.defaults().withTimeout(Duration.ofMillis(20)));
        assertThatThrownBy(() -> get(running)).hasCauseInstanceOf(DeadlineExceededException.class);
        assertThatThrownBy(() -> get(waiting)).hasCauseInstanceOf(DeadlineExceededException.class);
        fake.release();
        assertThat(analyzer.analyze("next")).isEqualTo(expected("next"));
        assertThat(fake.calls()).isEqualTo(2);
    }

    @Test
    void timeout_ofABlockingCaller_throwsAndDropsTheText() throws Exception {
        fake.block();
        open(oneLane());
        CompletableFuture<SentimentResult> plug = analyzer.analyzeAsync("plug");
        fake.awaitCalls(1);
        assertThatThrownBy(() ->
                        analyzer.analyze("late", AnalysisOptions.defaults().withTimeout(Duration.ofMillis(20))))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("within 20 ms");
        fake.release();
        assertThat(get(plug)).isEqualTo(expected("plug"));
        assertThat(analyzer.analyze("next")).isEqualTo(expected("next"));
        assertThat(fake.calls()).isEqualTo(2);
    }

    @Test
    void timeout_whileWaitingForRoom_saysSo() throws Exception {
        fake.block();
        open(oneLane().queueCapacity(1).admission(BatchOptions.Admission.BLOCK));
        CompletableFuture<SentimentResult> plug = analyzer.analyzeAsync("plug");
        assertThatThrownBy(() ->
                        analyzer.analyze("late", AnalysisOptions.defaults().withTimeout(Duration.ofMillis(20))))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("waiting for room");
        fake.release();
        assertThat(get(plug)).isEqualTo(expected("plug"));
    }

    @Test
    void overload_whenRejecting_saysDepthAndLimitInTheFuture() throws Exception {
        AtomicInteger rejected = new AtomicInteger();
        fake.block();
        open(builder().batching(oneLane().queueCapacity(2).build()).listener(new AnalyzerListener() {
            @Override
            public void rejected(RejectionCause cause) {
                rejected.incrementAndGet();
            }
        }));
        List<CompletableFuture<SentimentResult>> admitted =
                List.of(analyzer.analyzeAsync("one"), analyzer.analyzeAsync("two"));
        OverloadedException e = catchThrowableOfType(OverloadedException.class, () -> analyzer.analyze("three"));
        assertThat(e.queueDepth()).isEqualTo(2);
        assertThat(e.queueCapacity()).isEqualTo(2);
        assertThat(analyzer.analyzeAsync("four")).isCompletedExceptionally();
        assertThat(rejected).hasValue(2);
        fake.release();
        assertThat(get(admitted.get(0))).isEqualTo(expected("one"));
        assertThat(get(admitted.get(1))).isEqualTo(expected("two"));
    }

    @Test
    void interrupt_ofAWaitingCaller_cancelsAndKeepsTheInterrupt() throws Exception {
        fake.block();
        open(oneLane());
        CompletableFuture<SentimentResult> plug = analyzer.analyzeAsync("plug");
        fake.awaitCalls(1);
        Call<Boolean> caller = TestThreads.start(() -> {
            assertThatThrownBy(() -> analyzer.analyze("held")).isInstanceOf(CancellationException.class);
            return Thread.currentThread().isInterrupted();
        });
        caller.awaitBlocked().thread().interrupt();
        assertThat(caller.get()).isTrue();
        fake.release();
        assertThat(get(plug)).isEqualTo(expected("plug"));
        assertThat(analyzer.analyze("next")).isEqualTo(expected("next"));
    }

    @Test
    void interrupt_ofACallerWaitingForRoom_cancelsAndKeepsTheInterrupt() throws Exception {
        fake.block();
        open(oneLane().queueCapacity(1).admission(BatchOptions.Admission.BLOCK));
        CompletableFuture<SentimentResult> plug = analyzer.analyzeAsync("plug");
        Call<Boolean> caller = TestThreads.start(() -> {
                    assertThat(analyzer.analyzeAsync("held")).isCancelled();
                    return Thread.currentThread().isInterrupted();
                })
                .awaitBlocked();
        caller.thread().interrupt();
        assertThat(caller.get()).isTrue();
        fake.release();
        assertThat(get(plug)).isEqualTo(expected("plug"));
    }

    @Test
    void completion_happensOnTheExecutorAndNotOnALane() throws Exception {
        AtomicReference<String> thread = new AtomicReference<>();
        CountDownLatch told = new CountDownLatch(1);
        Executor executor = task -> new Thread(task, "completion").start();
        fake.block();
        open(builder().completionExecutor(executor).batching(oneLane().build()));
        CompletableFuture<SentimentResult> future = analyzer.analyzeAsync("a");
        future.whenComplete((result, failure) -> {
            thread.set(Thread.currentThread().getName());
            told.countDown();
        });
        fake.release();
        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(thread.get()).isEqualTo("completion");
    }

    static Stream<RuntimeException> executorFailures() {
        return Stream.of(new RejectedExecutionException("shut down"), new IllegalStateException("broken"));
    }

    @ParameterizedTest
    @MethodSource("executorFailures")
    void completion_whenTheExecutorThrows_happensAllTheSame(RuntimeException failure) throws Exception {
        open(builder().completionExecutor(task -> {
            throw failure;
        }));
        assertThat(get(analyzer.analyzeAsync("a"))).isEqualTo(expected("a"));
    }

    @Test
    void completion_whenTheExecutorHasNoThread_happensAllTheSame() throws Exception {
        open(builder().completionExecutor(task -> {
            throw new OutOfMemoryError("unable to create native thread, says the test");
        }));
        assertThat(get(analyzer.analyzeAsync("a"))).isEqualTo(expected("a"));
    }

    @Test
    void completion_withACallbackThatThrows_changesNothing() throws Exception {
        open(builder().completionExecutor(Runnable::run).batching(oneLane().build()));
        fake.block();
        CompletableFuture<SentimentResult> future = analyzer.analyzeAsync("a");
        CompletableFuture<Void> dependent = future.thenAccept(result -> {
            throw new IllegalStateException("callback");
        });
        fake.release();
        assertThat(get(future)).isEqualTo(expected("a"));
        assertThatThrownBy(() -> dependent.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(analyzer.analyze("b")).isEqualTo(expected("b"));
    }

    @Test
    void completion_withACallbackThatLeavesAnInterrupt_doesNotLoseTheLane() throws Exception {
        open(builder().completionExecutor(Runnable::run).batching(oneLane().build()));
        fake.block();
        CompletableFuture<SentimentResult> future = analyzer.analyzeAsync("a");
        CompletableFuture<Void> dependent =
                future.thenAccept(result -> Thread.currentThread().interrupt());
        fake.release();
        dependent.get(30, TimeUnit.SECONDS);
        assertThat(get(analyzer.analyzeAsync("b"))).isEqualTo(expected("b"));
        assertThat(TestThreads.lanesOf(analyzer.info().name())).hasSize(1);
    }

    /** A timed-out text tells its owner, who asks again at once: under a lock of ours that would never end. */
    @Test
    void completion_ofAnExpiredTextWithADirectExecutor_mayCallTheAnalyzer() throws Exception {
        AtomicLong clock = new AtomicLong();
        BatchOptions options = oneLane().maxBatchSize(1).build();
        open(builder().completionExecutor(Runnable::run).batching(options).nanoClock(clock::get));
        fake.block();
        CompletableFuture<SentimentResult> plug = analyzer.analyzeAsync("plug");
        fake.awaitCalls(1);
        CompletableFuture<Boolean> asked = analyzer.analyzeAsync(
                        "late", AnalysisOptions.defaults().withTimeout(Duration.ofHours(1)))
                .handle((result, failure) -> {
                    Call<Boolean> other = TestThreads.start(() -> analyzer.analyzeAsync("again") != null);
                    assertThatCode(other::get).doesNotThrowAnyException();
                    return failure instanceof DeadlineExceededException && other.isDone();
                });
        clock.addAndGet(Duration.ofHours(2).toNanos());
        fake.release();
        assertThat(get(plug)).isEqualTo(expected("plug"));
        assertThat(asked.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void preparation_thatFails_failsItsTextAndGivesThePlaceBack() {
        tokenizer.failOn("poison");
        open(oneLane().queueCapacity(1));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> analyzer.analyze("a poison pill"))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("could not be prepared")
                    .hasMessageNotContaining("pill")
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
        assertThat(analyzer.analyzeAsync("poison")).isCompletedExceptionally();
        assertThat(analyzer.analyze("good")).isEqualTo(expected("good"));
    }

    @Test
    void preparation_thatRecursesTooDeep_isThatTextsOwnFailure() {
        TextProfile profile = TextProfile.of("deep", 1, List.of(TextStep.of("deep", AnalyzerTest::deep)));
        open(builder().textProfile(profile));
        assertThatThrownBy(() -> analyzer.analyze("x".repeat(1 << 20)))
                .isInstanceOf(InferenceException.class)
                .hasCauseInstanceOf(StackOverflowError.class);
        assertThat(analyzer.analyze("x").hasSentiment()).isTrue();
    }

    private static String deep(String text) {
        return text.length() < 2 ? text : text.charAt(0) + deep(text.substring(1));
    }

    @Test
    void toString_namesModelEngineAndThreads() {
        assertThat(open(oneLane())).asString().contains("fake:1", "fake 1.0", "cpu", "1 lane x 1 thread");
    }
}
