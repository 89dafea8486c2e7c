package dev.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.spi.InferenceOutput;
import dev.sentiment4j.spi.ScriptedBackend;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines and listeners that misbehave: the text concerned fails, everybody else gets a right answer. */
class AnalyzerFailureTest {
    private static final String BAD = "bad apple";

    private final FakeBackendProvider fake = new FakeBackendProvider();
    private final FakeTokenizer tokenizer = new FakeTokenizer();
    private SentimentAnalyzer analyzer;

    private SentimentAnalyzer open(InferenceBackendProvider backend, AnalyzerListener listener) {
        analyzer = TestAnalyzers.builder(backend, tokenizer)
                .batching(BatchOptions.builder()
                        .lanes(1)
                        .maxBatchSize(32)
                        .callOverheadTokens(1_000)
                        .build())
                .listener(listener)
                .build();
        return analyzer;
    }

    private SentimentAnalyzer open(InferenceBackendProvider backend) {
        return open(backend, new AnalyzerListener() {});
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

    /** Lets these texts gather behind a plug, so that they run as one batch. */
    private List<CompletableFuture<SentimentResult>> asOneBatch(List<String> texts) throws Exception {
        fake.block();
        CompletableFuture<SentimentResult> plug = analyzer.analyzeAsync("plug");
        fake.awaitCalls(1);
        List<CompletableFuture<SentimentResult>> futures =
                texts.stream().map(analyzer::analyzeAsync).toList();
        fake.release();
        assertThat(get(plug)).isEqualTo(expected("plug"));
        return futures;
    }

    private static List<String> thirtyTwoWithABadOneAt(int position) {
        List<String> texts = new ArrayList<>(
                IntStream.range(0, 32).mapToObj(i -> "good " + i).toList());
        texts.set(position, BAD);
        return texts;
    }

    private void assertOnlyTheBadOneFails(
            List<String> texts, List<CompletableFuture<SentimentResult>> futures, Class<? extends Throwable> rootCause)
            throws Exception {
        for (int i = 0; i < texts.size(); i++) {
            CompletableFuture<SentimentResult> future = futures.get(i);
            if (texts.get(i).equals(BAD)) {
                assertThatThrownBy(() -> get(future))
                        .hasCauseInstanceOf(InferenceException.class)
                        .hasRootCauseInstanceOf(rootCause);
            } else {
                assertThat(get(future)).isEqualTo(expected(texts.get(i)));
            }
        }
        assertThat(fake.batches().get(1).size()).isEqualTo(32);
    }

    static IntStream positions() {
        return IntStream.range(0, 32);
    }

    @ParameterizedTest
    @MethodSource("positions")
    void engine_thatFailsOnOneOfABatch_failsThatTextAlone(int position) throws Exception {
        open(fake.failOn(tokenizer.id("apple")));
        List<String> texts = thirtyTwoWithABadOneAt(position);
        assertOnlyTheBadOneFails(texts, asOneBatch(texts), InferenceException.class);
        assertThat(fake.lanesOpened()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 30, 31})
    void engine_thatDiesOnOneOfABatch_isReopenedAndFailsThatTextAlone(int position) throws Exception {
        AtomicInteger replaced = new AtomicInteger();
        open(fake.dieOn(tokenizer.id("apple")), new AnalyzerListener() {
            @Override
            public void laneReplaced(Throwable cause) {
                replaced.incrementAndGet();
            }
        });
        List<String> texts = thirtyTwoWithABadOneAt(position);
        assertOnlyTheBadOneFails(texts, asOneBatch(texts), AssertionError.class);
        // 32, 16, 8, 4, 2, 1: every batch that held it.
        assertThat(replaced).hasValue(6);
    }

    @Test
    void engine_thatDiesOfMemory_failsThatTextAlone() throws Exception {
        open(fake.dieOn(tokenizer.id("apple")).dyingOf(() -> new OutOfMemoryError("says the test")));
        List<String> texts = thirtyTwoWithABadOneAt(9);
        assertOnlyTheBadOneFails(texts, asOneBatch(texts), OutOfMemoryError.class);
    }

    @Test
    void listener_thatThrowsOnEverything_changesNothing() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        open(fake.failOn(tokenizer.id("apple")).dieOn(tokenizer.id("pear")), new AnalyzerListener() {
            private void fail() {
                if (heard.incrementAndGet() % 2 == 0) {
                    throw new IllegalStateException("says the test");
                }
                throw new AssertionError("says the test");
            }

            @Override
            public void batchCompleted(BatchEvent batch) {
                fail();
            }

            @Override
            public void rejected(RejectionCause cause) {
                fail();
            }

            @Override
            public void dropped(DropCause cause) {
                fail();
            }

            @Override
            public void failed(int size, Throwable cause) {
                fail();
            }

            @Override
            public void laneReplaced(Throwable cause) {
                fail();
            }
        });
        List<CompletableFuture<SentimentResult>> futures =
                asOneBatch(List.of("good", BAD, "dead pear", "also good", "cancelled"));
        futures.get(4).cancel(false);
        assertThat(get(futures.get(0))).isEqualTo(expected("good"));
        assertThat(get(futures.get(3))).isEqualTo(expected("also good"));
        for (int bad : new int[] {1, 2}) {
            assertThatThrownBy(() -> get(futures.get(bad))).hasCauseInstanceOf(InferenceException.class);
        }
        assertThat(analyzer.analyze("after")).isEqualTo(expected("after"));
        assertThat(heard.get()).isPositive();
    }

    private static final TokenBatch ROW = TokenBatch.of(List.of(new int[] {1}));

    private static InferenceOutput sound(TokenBatch batch) {
        return ScriptedBackend.soundAnswer(TestAnalyzers.bundle(), batch);
    }

    static Stream<Function<TokenBatch, InferenceOutput>> wrongAnswers() {
        return Stream.of(
                batch -> null,
                batch -> sound(TokenBatch.of(List.of(new int[] {1}, new int[] {2}))),
                batch -> new InferenceOutput(1),
                batch -> sound(ROW).put("sentiment", new float[] {1, 2}),
                batch -> sound(ROW).put("sentiment", new float[] {1, Float.NaN, 2}),
                batch -> sound(ROW).put("emotion", new float[] {1, 2, Float.POSITIVE_INFINITY}),
                batch -> {
                    throw new UnsupportedOperationException("says the test");
                });
    }

    @ParameterizedTest
    @MethodSource("wrongAnswers")
    void engine_withAWrongAnswer_failsTheTextWithATypedException(Function<TokenBatch, InferenceOutput> answer) {
        AtomicInteger calls = new AtomicInteger();
        open(new ScriptedBackend(batch -> calls.getAndIncrement() == 0 ? answer.apply(batch) : sound(batch)));
        assertThatThrownBy(() -> analyzer.analyze("first")).isInstanceOf(InferenceException.class);
        assertThat(analyzer.analyze("second").score())
                .isEqualTo(expected("second").score());
    }

    @ParameterizedTest
    @MethodSource("wrongAnswers")
    void engine_withAWrongAnswer_failsOneTextOfAList(Function<TokenBatch, InferenceOutput> answer) {
        int apple = tokenizer.id("apple");
        open(new ScriptedBackend(batch -> {
            boolean holdsTheBadOne = IntStream.range(0, batch.tokens()).anyMatch(i -> batch.id(i) == apple);
            if (holdsTheBadOne && batch.size() > 1) {
                throw new IllegalStateException("split, says the test");
            }
            return holdsTheBadOne ? answer.apply(batch) : sound(batch);
        }));
        List<AnalysisOutcome> outcomes = analyzer.analyzeAll(List.of("one", BAD, "two"));
        assertThat(outcomes.get(0).orElseThrow().score())
                .isEqualTo(expected("one").score());
        assertThat(outcomes.get(1).failure()).containsInstanceOf(InferenceException.class);
        assertThat(outcomes.get(2).orElseThrow().score())
                .isEqualTo(expected("two").score());
    }

    @Test
    void engine_withNaN_saysWhichHeadAndWhatItMayBe() {
        open(new ScriptedBackend(batch -> sound(batch).put("emotion", new float[] {1, Float.NaN, 2})));
        assertThatThrownBy(() -> analyzer.analyze("a")).hasMessageContainingAll("NaN", "'emotion'", "weights");
    }

    @Test
    void engine_withAWrongAnswer_doesNotHarmAHeadNobodyAskedFor() {
        open(new ScriptedBackend(batch -> sound(batch).put("emotion", new float[] {1, Float.NaN, 2})));
        assertThat(analyzer.analyze("a", AnalysisOptions.defaults().withHeads(List.of("sentiment")))
                        .score())
                .isEqualTo(expected("a").score());
    }

    @Test
    void engine_whoseLanesDoNotOpen_failsTextsUntilTheyDo() {
        AtomicInteger attempts = new AtomicInteger();
        open(new ScriptedBackend(AnalyzerFailureTest::sound).onOpenLane(() -> {
            if (attempts.getAndIncrement() < 2) {
                throw new OutOfMemoryError("no native memory, says the test");
            }
        }));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> analyzer.analyze("a"))
                    .isInstanceOf(InferenceException.class)
                    .hasCauseInstanceOf(OutOfMemoryError.class);
        }
        assertThat(analyzer.analyze("a").score()).isEqualTo(expected("a").score());
    }

    @Test
    void messages_ofFailures_neverHoldTheText() {
        open(fake.failOn(tokenizer.id("apple")).dieOn(tokenizer.id("pear")));
        tokenizer.failOn("poison");
        for (String text : List.of("secretword apple", "secretword pear", "secretword poison")) {
            AnalysisOutcome outcome = analyzer.analyzeAll(List.of(text)).get(0);
            for (Throwable t = outcome.failure().orElseThrow(); t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("secretword");
            }
        }
    }
}
