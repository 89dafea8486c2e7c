package dev.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.TestThreads.Call;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.spi.ScriptedBackend;
import dev.sentiment4j.text.TextProfile;
import dev.sentiment4j.text.TextStep;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Equal texts in work at the same time run once, whatever becomes of one of them; and what listeners and load tell. */
class SharedWorkTest {
    private final FakeBackendProvider fake = new FakeBackendProvider();
    private final FakeTokenizer tokenizer = new FakeTokenizer();
    private final AtomicInteger shared = new AtomicInteger();
    private final List<AnalyzerListener.TextEvent> completed = new CopyOnWriteArrayList<>();
    private SentimentAnalyzer analyzer;

    private void open() {
        open(BatchOptions.builder().lanes(1).maxBatchSize(1));
    }

    private void open(BatchOptions.Builder options) {
        analyzer = TestAnalyzers.builder(fake, tokenizer)
                .batching(options.build())
                .listener(new AnalyzerListener() {
                    @Override
                    public void shared() {
                        shared.incrementAndGet();
                    }

                    @Override
                    public void textCompleted(TextEvent text) {
                        completed.add(text);
                    }
                })
                .build();
    }

    @AfterEach
    void closeAnalyzer() {
        fake.release();
        analyzer.close();
        assertThat(analyzer.load().inWork()).isZero();
        TestThreads.assertNoLanesOf(analyzer.info().name());
    }

    private SentimentResult expected(String text) {
        return TestAnalyzers.expected(analyzer.info(), new FakeTokenizer(), text);
    }

    private static SentimentResult get(CompletableFuture<SentimentResult> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private int textsRun() {
        return fake.batches().stream().mapToInt(TokenBatch::size).sum();
    }

    /** Keeps the only lane busy, so that what follows waits. */
    private CompletableFuture<SentimentResult> plug() throws Exception {
        fake.block();
        CompletableFuture<SentimentResult> plug = analyzer.analyzeAsync("plug");
        fake.awaitCalls(1);
        return plug;
    }

    @Test
    void equalTexts_inWork_runOnceAndAnswerBoth() throws Exception {
        open();
        plug();
        CompletableFuture<SentimentResult> waiting = analyzer.analyzeAsync("same");
        CompletableFuture<SentimentResult> joins = analyzer.analyzeAsync("same");
        CompletableFuture<SentimentResult> joinsWhatRuns = analyzer.analyzeAsync("plug");
        assertThat(shared).hasValue(2);
        assertThat(analyzer.load().inWork()).isEqualTo(4);
        assertThat(analyzer.load().queueDepth()).isEqualTo(1);
        fake.release();
        assertThat(get(waiting)).isEqualTo(expected("same"));
        assertThat(get(joins)).isEqualTo(expected("same"));
        assertThat(get(joinsWhatRuns)).isEqualTo(expected("plug"));
        assertThat(textsRun()).isEqualTo(2);
        assertThat(completed).hasSize(4);
    }

    @Test
    void equalTexts_oneAfterTheOther_runTwice() {
        open();
        assertThat(analyzer.analyze("same")).isEqualTo(analyzer.analyze("same"));
        assertThat(shared).hasValue(0);
        assertThat(textsRun()).isEqualTo(2);
    }

    @Test
    void equalTexts_whenTheFirstIsCancelled_leaveTheOther() throws Exception {
        open();
        plug();
        CompletableFuture<SentimentResult> first = analyzer.analyzeAsync("same");
        CompletableFuture<SentimentResult> second = analyzer.analyzeAsync("same");
        first.cancel(false);
        assertThat(analyzer.load().inWork()).isEqualTo(2);
        fake.release();
        assertThat(get(second)).isEqualTo(expected("same"));
        assertThatThrownBy(() -> get(first)).isInstanceOf(CancellationException.class);
        assertThat(textsRun()).isEqualTo(2);
    }

    @Test
    void equalTexts_whenBothAreCancelled_doNotRun() throws Exception {
        open();
        plug();
        analyzer.analyzeAsync("same").cancel(false);
        CompletableFuture<SentimentResult> second = analyzer.analyzeAsync("same");
        second.cancel(false);
        fake.release();
        assertThat(analyzer.analyze("next")).isEqualTo(expected("next"));
        assertThat(textsRun()).isEqualTo(2);
    }

    @Test
    void equalTexts_whenOneExpires_leaveTheOther() throws Exception {
        open();
        plug();
        CompletableFuture<SentimentResult> hasty =
                analyzer.analyzeAsync("same", AnalysisOptions.defaults().withTimeout(Duration.ofMillis(10)));
        CompletableFuture<SentimentResult> patient = analyzer.analyzeAsync("same");
        assertThatThrownBy(() -> get(hasty)).hasCauseInstanceOf(DeadlineExceededException.class);
        fake.release();
        assertThat(get(patient)).isEqualTo(expected("same"));
        assertThat(textsRun()).isEqualTo(2);
    }

    @Test
    void equalTexts_thatFail_failBoth() throws Exception {
        fake.failOn(tokenizer.id("apple"));
        open();
        plug();
        CompletableFuture<SentimentResult> first = analyzer.analyzeAsync("apple");
        CompletableFuture<SentimentResult> second = analyzer.analyzeAsync("apple");
        fake.release();
        assertThatThrownBy(() -> get(first)).hasCauseInstanceOf(InferenceException.class);
        assertThatThrownBy(() -> get(second)).hasCauseInstanceOf(InferenceException.class);
        assertThat(textsRun()).isEqualTo(2);
    }

    @Test
    void interactiveText_doesNotJoinABulkOneButABulkTextJoinsIt() throws Exception {
        open();
        plug();
        AnalysisOptions bulk = AnalysisOptions.defaults().withPriority(Priority.BULK);
        CompletableFuture<SentimentResult> slow = analyzer.analyzeAsync("same", bulk);
        CompletableFuture<SentimentResult> urgent = analyzer.analyzeAsync("same");
        assertThat(shared).hasValue(0);
        CompletableFuture<SentimentResult> joins = analyzer.analyzeAsync("same", bulk);
        assertThat(shared).hasValue(1);
        fake.release();
        for (CompletableFuture<SentimentResult> future : List.of(slow, urgent, joins)) {
            assertThat(get(future)).isEqualTo(expected("same"));
        }
        assertThat(textsRun()).isEqualTo(3);
    }

    @Test
    void equalTexts_ofAList_shareOneOutcomeAndOneRun() throws Exception {
        open();
        List<AnalysisOutcome> outcomes = analyzer.analyzeAll(List.of("a", "b", "a", "a"));
        assertThat(outcomes.get(2)).isSameAs(outcomes.get(0));
        assertThat(outcomes.get(3)).isSameAs(outcomes.get(0));
        assertThat(outcomes.get(0).orElseThrow()).isEqualTo(expected("a"));
        assertThat(textsRun()).isEqualTo(2);
    }

    @Test
    void equalTexts_onBothSidesOfAClose_areBothAnswered() throws Exception {
        open();
        CompletableFuture<SentimentResult> running = plug();
        CompletableFuture<SentimentResult> joins = analyzer.analyzeAsync("plug");
        Call<Boolean> closer = TestThreads.start(() -> {
                    analyzer.close();
                    return true;
                })
                .awaitBlocked();
        assertThatThrownBy(() -> get(analyzer.analyzeAsync("plug"))).hasCauseInstanceOf(AnalyzerClosedException.class);
        fake.release();
        assertThat(get(running)).isEqualTo(get(joins)).isEqualTo(expected("plug"));
        assertThat(closer.get()).isTrue();
    }

    @Test
    void load_tellsWhatIsInWorkAndWhatWaits() throws Exception {
        open(BatchOptions.builder().lanes(1).maxBatchSize(1).queueCapacity(5).bulkWindow(7));
        assertThat(analyzer.load()).isEqualTo(new AnalyzerLoad(0, 12, 0, Duration.ZERO));
        CompletableFuture<SentimentResult> plug = plug();
        CompletableFuture<SentimentResult> waits = analyzer.analyzeAsync("waits");
        AnalyzerLoad busy = analyzer.load();
        assertThat(busy.inWork()).isEqualTo(2);
        assertThat(busy.queueDepth()).isEqualTo(1);
        fake.release();
        assertThat(get(plug)).isEqualTo(expected("plug"));
        assertThat(get(waits)).isEqualTo(expected("waits"));
        assertThat(analyzer.load()).isEqualTo(new AnalyzerLoad(0, 12, 0, Duration.ZERO));
    }

    /** A clock that moves only while the text is prepared, and while the engine runs. */
    @Test
    void stageTimes_areThoseOfTheInjectedClock() throws Exception {
        AtomicLong clock = new AtomicLong();
        ScriptedBackend slow = new ScriptedBackend(batch -> {
            clock.addAndGet(70);
            return ScriptedBackend.soundAnswer(TestAnalyzers.bundle(), batch);
        });
        analyzer = TestAnalyzers.builder(slow, tokenizer)
                .batching(BatchOptions.builder().lanes(1).build())
                .nanoClock(clock::get)
                .textProfile(TextProfile.of("slow", 1, List.of(TextStep.of("slow", text -> {
                    clock.addAndGet(5);
                    return text;
                }))))
                .listener(new AnalyzerListener() {
                    @Override
                    public void textCompleted(TextEvent text) {
                        completed.add(text);
                    }
                })
                .build();
        analyzer.analyze("two words");
        analyzer.analyzeAll(List.of("one"));
        assertThat(completed)
                .containsExactly(
                        new AnalyzerListener.TextEvent(Priority.INTERACTIVE, 4, 5, 70, 0),
                        new AnalyzerListener.TextEvent(Priority.BULK, 3, 5, 70, 0));
        assertThat(completed.get(0).totalNanos()).isEqualTo(75);
    }
}
