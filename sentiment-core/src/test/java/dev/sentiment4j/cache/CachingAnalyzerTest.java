package dev.sentiment4j.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.Priority;
import dev.sentiment4j.SentimentAnalyzerBuilder;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.TestThreads;
import dev.sentiment4j.TestThreads.Call;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.text.TextProfile;
import dev.sentiment4j.text.TextStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CachingAnalyzerTest extends CachingFixture {
    @Test
    void analyze_ofATextSeenBefore_doesNotRunIt() throws Exception {
        open(builder());
        assertThat(analyzer.analyze("again")).isEqualTo(expected("again"));
        assertThat(analyzer.analyze("again")).isEqualTo(expected("again"));
        assertThat(get(analyzer.analyzeAsync("again"))).isEqualTo(expected("again"));
        assertThat(analyzer.analyzeAll(List.of("again")).get(0).orElseThrow()).isEqualTo(expected("again"));
        assertThat(textsRun()).isEqualTo(1);
    }

    @Test
    void analyze_ofAnotherText_runsIt() {
        open(builder());
        assertThat(analyzer.analyze("one")).isEqualTo(expected("one"));
        assertThat(analyzer.analyze("two")).isEqualTo(expected("two"));
        assertThat(textsRun()).isEqualTo(2);
    }

    @Test
    void analyze_ofTextsThatTheProfileMakesEqual_runsOne() {
        TextProfile profile =
                TextProfile.of("low", 1, List.of(TextStep.of("low", text -> text.toLowerCase(Locale.ROOT))));
        open(builder().textProfile(profile));
        assertThat(analyzer.analyze("SHOUT")).isEqualTo(expected("shout"));
        assertThat(analyzer.analyze("Shout")).isEqualTo(expected("shout"));
        assertThat(textsRun()).isEqualTo(1);
    }

    @Test
    void analyze_ofEqualTextsAtTheSameTime_computesOne() throws Exception {
        fake.block();
        open(builder());
        List<Call<SentimentResult>> blocking = new ArrayList<>();
        List<CompletableFuture<SentimentResult>> futures = new ArrayList<>();
        futures.add(analyzer.analyzeAsync("same"));
        fake.awaitCalls(1);
        for (int i = 0; i < 5; i++) {
            blocking.add(TestThreads.start(() -> analyzer.analyze("same")).awaitBlocked());
            futures.add(analyzer.analyzeAsync("same"));
        }
        Call<List<AnalysisOutcome>> bulk = TestThreads.start(() -> analyzer.analyzeAll(List.of("same", "same")))
                .awaitBlocked();
        fake.release();
        for (Call<SentimentResult> call : blocking) {
            assertThat(call.get()).isEqualTo(expected("same"));
        }
        for (CompletableFuture<SentimentResult> future : futures) {
            assertThat(get(future)).isEqualTo(expected("same"));
        }
        assertThat(bulk.get()).extracting(AnalysisOutcome::orElseThrow).containsOnly(expected("same"));
        assertThat(textsRun()).isEqualTo(1);
    }

    @Test
    void analyze_ofATextThatABulkComputes_doesNotWaitBehindTheBulk() throws Exception {
        fake.block();
        open(builder().batching(BatchOptions.builder().lanes(1).maxBatchSize(1).build()));
        Call<List<AnalysisOutcome>> bulk = TestThreads.start(() -> analyzer.analyzeAll(List.of("a", "b", "c", "d")));
        fake.awaitCalls(1);
        bulk.awaitBlocked();
        CompletableFuture<SentimentResult> single = analyzer.analyzeAsync("d");
        fake.release();
        assertThat(get(single)).isEqualTo(expected("d"));
        assertThat(bulk.get()).hasSize(4);
        assertThat(fake.batches().get(1).row(0)).isEqualTo(TestAnalyzers.input(tokenizer, "d"));
    }

    @Test
    void analyzeAll_withDuplicates_computesEachOnce() {
        open(builder());
        List<String> texts = List.of("a", "b", "a", "c", "b", "a");
        List<AnalysisOutcome> outcomes = analyzer.analyzeAll(texts);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(outcomes.get(i).orElseThrow()).isEqualTo(expected(texts.get(i)));
        }
        assertThat(textsRun()).isEqualTo(3);
    }

    @Test
    void analyzeAll_withANull_namesItsIndexAndAnalyzesNothing() {
        open(builder());
        assertThatThrownBy(() -> analyzer.analyzeAll(Arrays.asList("a", null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("texts[1]");
        assertThat(fake.calls()).isZero();
    }

    @Test
    void failure_reachesEveryWaiterAndIsNotKept() throws Exception {
        fake.failOn(tokenizer.id("apple")).block();
        open(builder());
        List<CompletableFuture<SentimentResult>> futures =
                List.of(analyzer.analyzeAsync("apple"), analyzer.analyzeAsync("apple"));
        Call<List<AnalysisOutcome>> bulk = TestThreads.start(() -> analyzer.analyzeAll(List.of("apple", "good")));
        fake.awaitCalls(1);
        bulk.awaitBlocked();
        fake.release();
        for (CompletableFuture<SentimentResult> future : futures) {
            assertThatThrownBy(() -> get(future)).hasCauseInstanceOf(InferenceException.class);
        }
        assertThat(bulk.get().get(0).failure()).containsInstanceOf(InferenceException.class);
        assertThat(bulk.get().get(1).orElseThrow()).isEqualTo(expected("good"));
        fake.failOn(-1);
        assertThat(analyzer.analyze("apple")).isEqualTo(expected("apple"));
    }

    @Test
    void cancel_ofOneWaiter_doesNotHurtTheOthers() throws Exception {
        fake.block();
        open(builder());
        CompletableFuture<SentimentResult> first = analyzer.analyzeAsync("same");
        fake.awaitCalls(1);
        CompletableFuture<SentimentResult> second = analyzer.analyzeAsync("same");
        first.cancel(false);
        fake.release();
        assertThat(get(second)).isEqualTo(expected("same"));
        assertThat(first).isCancelled();
    }

    @Test
    void timeout_ofOneWaiter_doesNotHurtTheOthers() throws Exception {
        fake.block();
        open(builder());
        CompletableFuture<SentimentResult> hasty = analyzer.analyzeAsync("same", within(10));
        CompletableFuture<SentimentResult> patient = analyzer.analyzeAsync("same");
        assertThatThrownBy(() -> analyzer.analyze("same", within(10)))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("within 10 ms");
        assertThatThrownBy(() -> get(hasty)).hasCauseInstanceOf(DeadlineExceededException.class);
        fake.release();
        assertThat(get(patient)).isEqualTo(expected("same"));
        assertThat(textsRun()).isEqualTo(1);
    }

    @Test
    void timeout_ofABulkThatWaitsForAnothersText_isKept() throws Exception {
        fake.block();
        open(builder());
        CompletableFuture<SentimentResult> patient = analyzer.analyzeAsync("same");
        fake.awaitCalls(1);
        Call<List<AnalysisOutcome>> bulk = TestThreads.start(() -> analyzer.analyzeAll(List.of("same"), within(10)));
        assertThat(bulk.get().get(0).failure()).containsInstanceOf(DeadlineExceededException.class);
        fake.release();
        assertThat(get(patient)).isEqualTo(expected("same"));
    }

    @Test
    void timeout_ofABulk_doesNotHurtWhoAsksForTheSame() throws Exception {
        fake.block();
        open(builder());
        Call<List<AnalysisOutcome>> bulk = TestThreads.start(() -> analyzer.analyzeAll(List.of("same"), within(10)));
        fake.awaitCalls(1);
        CompletableFuture<SentimentResult> patient = analyzer.analyzeAsync("same");
        assertThat(bulk.get().get(0).failure()).containsInstanceOf(DeadlineExceededException.class);
        fake.release();
        assertThat(get(patient)).isEqualTo(expected("same"));
    }

    @Test
    void callbacks_ofATimeout_doNotRunOnTheThreadOfAllTimers() throws Exception {
        fake.block();
        open(builder());
        CompletableFuture<String> thread = analyzer.analyzeAsync("late", within(10))
                .handle((result, failure) -> Thread.currentThread().getName());
        assertThat(thread.get(30, TimeUnit.SECONDS)).isNotEqualTo("CompletableFutureDelayScheduler");
    }

    @Test
    void interrupt_ofOneOfTwoEqualCalls_leavesTheOther() throws Exception {
        fake.block();
        open(builder());
        // With a timeout it waits for a lane, however long, rather than run its text itself.
        AnalysisOptions patient = AnalysisOptions.defaults().withTimeout(Duration.ofDays(1));
        Call<Boolean> first = TestThreads.start(() -> {
            assertThatThrownBy(() -> analyzer.analyze("same", patient)).isInstanceOf(CancellationException.class);
            return Thread.currentThread().isInterrupted();
        });
        fake.awaitCalls(1);
        first.awaitBlocked();
        CompletableFuture<SentimentResult> second = analyzer.analyzeAsync("same");
        first.thread().interrupt();
        assertThat(first.get()).isTrue();
        fake.release();
        assertThat(get(second)).isEqualTo(expected("same"));
        assertThat(textsRun()).isEqualTo(1);
    }

    private SentimentAnalyzerBuilder withOnePlace(BatchOptions.Admission policy) {
        return builder()
                .batching(BatchOptions.builder()
                        .lanes(1)
                        .queueCapacity(1)
                        .admission(policy)
                        .build());
    }

    /** Hazard: two equal texts wait for room, and the first is interrupted. Accepted: the second is answered. */
    @Test
    void interrupt_whileWaitingForRoom_isNobodyElses() throws Exception {
        fake.block();
        open(withOnePlace(BatchOptions.Admission.BLOCK));
        CompletableFuture<SentimentResult> plug = analyzer.analyzeAsync("plug");
        Call<Boolean> first = TestThreads.start(() -> {
                    assertThatThrownBy(() -> analyzer.analyze("same")).isInstanceOf(CancellationException.class);
                    return Thread.currentThread().isInterrupted();
                })
                .awaitBlocked();
        Call<SentimentResult> second =
                TestThreads.start(() -> analyzer.analyze("same")).awaitBlocked();
        first.thread().interrupt();
        assertThat(first.get()).isTrue();
        fake.release();
        assertThat(get(plug)).isEqualTo(expected("plug"));
        assertThat(second.get()).isEqualTo(expected("same"));
    }

    @Test
    void interrupt_ofABulk_isNobodyElses() throws Exception {
        fake.block();
        open(builder());
        Call<Boolean> bulk = TestThreads.start(() -> {
            assertThatThrownBy(() -> analyzer.analyzeAll(List.of("a", "b"))).isInstanceOf(CancellationException.class);
            return Thread.currentThread().isInterrupted();
        });
        fake.awaitCalls(1);
        bulk.awaitBlocked();
        CompletableFuture<SentimentResult> other = analyzer.analyzeAsync("b");
        bulk.thread().interrupt();
        assertThat(bulk.get()).isTrue();
        fake.release();
        assertThat(get(other)).isEqualTo(expected("b"));
    }

    @Test
    void timeout_whileWaitingForRoom_isKept() throws Exception {
        fake.block();
        open(withOnePlace(BatchOptions.Admission.BLOCK));
        CompletableFuture<SentimentResult> plug = analyzer.analyzeAsync("plug");
        assertThatThrownBy(() -> analyzer.analyze("late", within(10))).isInstanceOf(DeadlineExceededException.class);
        assertThatThrownBy(() -> get(analyzer.analyzeAsync("late", within(10))))
                .hasCauseInstanceOf(DeadlineExceededException.class);
        fake.release();
        assertThat(get(plug)).isEqualTo(expected("plug"));
    }

    @Test
    void callbacks_ofEqualTexts_runOnTheCompletionExecutor() throws Exception {
        fake.block();
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "completion"));
        try {
            open(builder().completionExecutor(executor));
            Call<List<AnalysisOutcome>> bulk = TestThreads.start(() -> analyzer.analyzeAll(List.of("plug", "same")));
            fake.awaitCalls(1);
            bulk.awaitBlocked();
            CompletableFuture<String> first = threadOf(analyzer.analyzeAsync("same"));
            CompletableFuture<String> second = threadOf(analyzer.analyzeAsync("same"));
            CompletableFuture<String> late = threadOf(analyzer.analyzeAsync("other", within(10)));
            assertThat(late.get(30, TimeUnit.SECONDS)).isEqualTo("completion");
            fake.release();
            assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("completion");
            assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo("completion");
            assertThat(bulk.get()).hasSize(2);
        } finally {
            executor.shutdown();
        }
    }

    private static CompletableFuture<String> threadOf(CompletableFuture<SentimentResult> future) {
        return future.handle((result, failure) -> Thread.currentThread().getName());
    }

    /** Hazard: the only completion thread waits for an answer that it has to deliver itself. Accepted: an answer. */
    @Test
    void analyze_inACallbackOnTheOnlyCompletionThread_isAnswered() throws Exception {
        fake.block();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            open(builder().completionExecutor(executor));
            CompletableFuture<SentimentResult> chained =
                    analyzer.analyzeAsync("first").thenApply(result -> analyzer.analyze("second"));
            CompletableFuture<SentimentResult> same = analyzer.analyzeAsync("second");
            fake.release();
            assertThat(get(chained)).isEqualTo(expected("second"));
            assertThat(get(same)).isEqualTo(expected("second"));
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void cancel_ofAWaitingText_keepsItFromTheEngine() throws Exception {
        fake.block();
        open(builder());
        CompletableFuture<SentimentResult> plug = analyzer.analyzeAsync("plug");
        fake.awaitCalls(1);
        CompletableFuture<SentimentResult> dropped = analyzer.analyzeAsync("dropped");
        dropped.cancel(false);
        assertThat(analyzer.load().inWork()).isEqualTo(1);
        fake.release();
        assertThat(get(plug)).isEqualTo(expected("plug"));
        assertThat(analyzer.analyze("next")).isEqualTo(expected("next"));
        assertThat(textsRun()).isEqualTo(2);
    }

    @Test
    void priority_reachesTheEngineRoom() throws Exception {
        List<Priority> seen = new CopyOnWriteArrayList<>();
        open(builder().listener(new AnalyzerListener() {
            @Override
            public void textCompleted(TextEvent text) {
                seen.add(text.priority());
            }
        }));
        AnalysisOptions bulk = AnalysisOptions.defaults().withPriority(Priority.BULK);
        analyzer.analyze("a", bulk);
        get(analyzer.analyzeAsync("b", bulk));
        analyzer.analyzeAll(List.of("c"));
        analyzer.analyze("d");
        assertThat(seen).containsExactly(Priority.BULK, Priority.BULK, Priority.BULK, Priority.INTERACTIVE);
    }

    @Test
    void heads_areTakenFromTheFullResultThatIsKept() {
        open(builder());
        SentimentResult emotion =
                analyzer.analyze("a", AnalysisOptions.defaults().withHeads(List.of("emotion")));
        assertThat(emotion).isEqualTo(expected("a").onlyHeads(List.of("emotion")));
        assertThat(analyzer.analyze("a")).isEqualTo(expected("a"));
        assertThat(analyzer.analyzeAll(
                                List.of("a"), AnalysisOptions.defaults().withHeads(List.of("toxicity", "sentiment")))
                        .get(0)
                        .orElseThrow())
                .isEqualTo(expected("a").onlyHeads(List.of("toxicity", "sentiment")));
        assertThat(textsRun()).isEqualTo(1);
    }

    @Test
    void heads_thatThereAreNot_areRefusedEvenForATextThatIsKept() {
        open(builder());
        analyzer.analyze("a");
        AnalysisOptions irony = AnalysisOptions.defaults().withHeads(List.of("irony"));
        assertThatThrownBy(() -> analyzer.analyze("a", irony)).isInstanceOf(InvalidOptionsException.class);
        assertThatThrownBy(() -> analyzer.analyzeAll(List.of("a"), irony)).isInstanceOf(InvalidOptionsException.class);
        assertThat(analyzer.analyzeAsync("a", irony)).isCompletedExceptionally();
    }

    @Test
    void inMemoryCache_countsWhatBecameOfLookups() {
        ResultCache inMemory =
                ResultCache.inMemory(CacheOptions.builder().maxResults(10).build());
        open(builder().cache(inMemory));
        analyzer.analyze("a");
        analyzer.analyze("a");
        assertThat(inMemory.stats().hits()).isEqualTo(1);
        assertThat(inMemory.stats().misses()).isEqualTo(1);
    }

    /** Hazard: an answer is forgotten while others ask for it. Accepted: everybody gets the one right answer. */
    @Test
    void analyze_ofFewTextsFromManyThreads_isAlwaysRight() throws Exception {
        open(builder().batching(BatchOptions.builder().lanes(2).build()).cache(new MapCache() {
            @Override
            public void put(CacheKey key, SentimentResult result) {
                if (kept.size() > 3) {
                    kept.clear();
                }
                super.put(key, result);
            }
        }));
        List<SentimentResult> right = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            right.add(expected("text " + i));
        }
        List<Call<Boolean>> callers = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            int caller = t;
            callers.add(TestThreads.start(() -> {
                for (int i = 0; i < 200; i++) {
                    int which = (i * 7 + caller) % 8;
                    String text = "text " + which;
                    SentimentResult result =
                            switch (i % 3) {
                                case 0 -> analyzer.analyze(text);
                                case 1 -> get(analyzer.analyzeAsync(text));
                                default ->
                                    analyzer.analyzeAll(List.of("text 0", text))
                                            .get(1)
                                            .orElseThrow();
                            };
                    assertThat(result).isEqualTo(right.get(which));
                }
                return true;
            }));
        }
        for (Call<Boolean> caller : callers) {
            assertThat(caller.get()).isTrue();
        }
    }
}
