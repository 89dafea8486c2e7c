package dev.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.TestThreads.Call;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams: lazy, bounded, in order, one outcome for each text, and nothing left behind however they end. */
class AnalyzeStreamTest {
    private final FakeBackendProvider fake = new FakeBackendProvider();
    private final FakeTokenizer tokenizer = new FakeTokenizer();
    private SentimentAnalyzer analyzer;

    private void open(BatchOptions.Builder options) {
        open(TestAnalyzers.builder(fake, tokenizer).batching(options.build()));
    }

    private void open(SentimentAnalyzerBuilder builder) {
        analyzer = builder.build();
    }

    @AfterEach
    void closeAnalyzer() {
        fake.release();
        if (analyzer != null) {
            analyzer.close();
            TestThreads.assertNoLanesOf(analyzer.info().name());
            assertThat(analyzer.load().inWork()).isZero();
        }
        assertThat(fake.openBackends()).isZero();
    }

    private SentimentResult expected(String text) {
        return TestAnalyzers.expected(analyzer.info(), new FakeTokenizer(), text);
    }

    /** Texts without end, or until {@code text} throws; counts what was read. */
    private static final class Source implements Iterator<String> {
        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger read = new AtomicInteger();
        private final IntFunction<String> text;

        Source(IntFunction<String> text) {
            this.text = text;
        }

        @Override
        public boolean hasNext() {
            asked.incrementAndGet();
            return true;
        }

        @Override
        public String next() {
            return text.apply(read.getAndIncrement());
        }
    }

    private static String text(int i) {
        return "text " + i + " word".repeat(i % 50);
    }

    private static Source endless() {
        return new Source(AnalyzeStreamTest::text);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 2048})
    void outcomes_comeInTheOrderOfTheTexts(int window) {
        open(BatchOptions.builder().lanes(2).bulkWindow(window));
        List<String> texts =
                IntStream.range(0, 500).mapToObj(AnalyzeStreamTest::text).toList();
        List<AnalysisOutcome> outcomes = analyzer.analyzeStream(texts.stream()).toList();
        assertThat(outcomes)
                .extracting(AnalysisOutcome::orElseThrow)
                .isEqualTo(texts.stream().map(this::expected).toList());
    }

    /** The engine must not be able to tell a text in a batch from the same text alone. */
    @Test
    void texts_inBulk_equalTheirSoloRuns() {
        open(BatchOptions.builder().lanes(2));
        List<String> texts =
                IntStream.range(0, 500).mapToObj(AnalyzeStreamTest::text).toList();
        List<SentimentResult> solo = texts.stream().map(analyzer::analyze).toList();
        assertThat(analyzer.analyzeAll(texts))
                .extracting(AnalysisOutcome::orElseThrow)
                .isEqualTo(solo);
        assertThat(analyzer.analyzeStream(texts.iterator()))
                .extracting(AnalysisOutcome::orElseThrow)
                .isEqualTo(solo);
        assertThat(fake.batches()).anyMatch(batch -> batch.size() > 1);
    }

    @Test
    void source_isNotTouchedBeforeTheTerminalOperation() {
        open(BatchOptions.builder().lanes(1));
        Source source = endless();
        Stream<AnalysisOutcome> stream = analyzer.analyzeStream(source).filter(outcome -> true);
        assertThat(source.asked).hasValue(0);
        assertThat(source.read).hasValue(0);
        assertThat(stream.limit(1)).hasSize(1);
        stream.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 500})
    void source_isReadAtMostAWindowAhead(int window) {
        open(BatchOptions.builder().lanes(1).bulkWindow(window));
        Source source = endless();
        try (Stream<AnalysisOutcome> stream = analyzer.analyzeStream(source)) {
            Iterator<AnalysisOutcome> outcomes = stream.iterator();
            for (int handedOut = 0; handedOut < 300; handedOut++) {
                assertThat(outcomes.next().result()).contains(expected(text(handedOut)));
                assertThat(source.read.get() - handedOut).isBetween(1, window);
            }
        }
    }

    @Test
    void source_withoutEnd_isReadAsFarAsNeeded() {
        open(BatchOptions.builder().lanes(2).bulkWindow(16));
        Source source = endless();
        try (Stream<AnalysisOutcome> stream = analyzer.analyzeStream(source)) {
            assertThat(stream.limit(100)).hasSize(100);
        }
        assertThat(source.read.get()).isBetween(100, 116);
        assertThat(analyzer.load().inWork()).isZero();
    }

    /** Hazard: a text stays with the reader until a slow source has given many more. Accepted: it runs at once. */
    @Test
    void text_ofASlowSource_runsWithoutWaitingForTheNext() {
        AtomicLong clock = new AtomicLong();
        open(TestAnalyzers.builder(fake, tokenizer)
                .nanoClock(clock::get)
                .batching(BatchOptions.builder().lanes(1).build()));
        Source source = new Source(i -> {
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            if (i > 0) {
                uninterrupted(() -> {
                    fake.awaitCalls(1);
                    return true;
                });
            }
            return text(i);
        });
        try (Stream<AnalysisOutcome> stream = analyzer.analyzeStream(source)) {
            assertThat(stream.limit(20)).hasSize(20);
        }
        assertThat(fake.batches()).allMatch(batch -> batch.size() == 1);
    }

    /** Hazard: an outcome waits for a source that gives nothing. Accepted: it waits for one further text at most. */
    @Test
    void outcome_thatIsReady_isHeldBackByOneFurtherTextAtMost() throws Exception {
        AtomicLong clock = new AtomicLong();
        fake.block();
        open(TestAnalyzers.builder(fake, tokenizer)
                .nanoClock(clock::get)
                .batching(BatchOptions.builder().lanes(1).build()));
        SynchronousQueue<String> feed = new SynchronousQueue<>();
        SynchronousQueue<AnalysisOutcome> out = new SynchronousQueue<>();
        Source source = new Source(i -> {
            String text = uninterrupted(feed::take);
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            return text;
        });
        int texts = 20;
        Call<Boolean> reader = TestThreads.start(() -> {
            try (Stream<AnalysisOutcome> stream = analyzer.analyzeStream(source)) {
                stream.limit(texts)
                        .forEach(outcome -> uninterrupted(() -> {
                            out.put(outcome);
                            return true;
                        }));
            }
            return true;
        });
        feed.put(text(0));
        feed.put(text(1));
        fake.awaitCalls(1);
        // Inside the source for a third text: before, it might see the first outcome in time and not ask.
        awaitUntil(() -> source.read.get() == 3);
        fake.release();
        for (int i = 0; i < texts; i++) {
            awaitIdle();
            // Ready, while the reader is inside the source: the first of them since before it was released.
            feed.put(text(i + 2));
            awaitIdle();
            AnalysisOutcome outcome = out.poll(30, TimeUnit.SECONDS);
            assertThat(outcome).as("outcome %s", i).isNotNull();
            assertThat(outcome.orElseThrow()).isEqualTo(expected(text(i)));
        }
        assertThat(reader.get()).isTrue();
        assertThat(source.read).hasValue(texts + 2);
    }

    private static <T> T uninterrupted(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void awaitIdle() {
        awaitUntil(() -> analyzer.load().inWork() == 0);
    }

    private static void awaitUntil(BooleanSupplier state) {
        long start = System.nanoTime();
        while (!state.getAsBoolean()) {
            assertThat(System.nanoTime() - start)
                    .isLessThan(Duration.ofSeconds(30).toNanos());
            Thread.onSpinWait();
        }
    }

    @Test
    void close_givesUpWhatIsInWork() throws Exception {
        fake.block();
        open(BatchOptions.builder().lanes(1).maxBatchSize(1).bulkWindow(16));
        AtomicBoolean sourceClosed = new AtomicBoolean();
        Stream<String> texts = IntStream.range(0, 100).mapToObj(AnalyzeStreamTest::text);
        fake.release();
        Stream<AnalysisOutcome> stream = analyzer.analyzeStream(texts.onClose(() -> sourceClosed.set(true)));
        Iterator<AnalysisOutcome> outcomes = stream.iterator();
        assertThat(outcomes.next().result()).contains(expected(text(0)));
        fake.block();
        stream.close();
        assertThat(sourceClosed).isTrue();
        assertThat(analyzer.load().inWork()).isZero();
        fake.release();
        assertThat(analyzer.analyze("next")).isEqualTo(expected("next"));
        assertThat(fake.batches().stream().mapToInt(TokenBatch::size).sum()).isLessThanOrEqualTo(17);
    }

    @Test
    void source_thatThrows_endsTheStreamAndGivesUpWhatIsInWork() {
        open(BatchOptions.builder().lanes(1).bulkWindow(16));
        IllegalStateException failure = new IllegalStateException("says the test");
        Source source = new Source(i -> {
            if (i == 30) {
                throw failure;
            }
            return text(i);
        });
        List<AnalysisOutcome> seen = new ArrayList<>();
        assertThatThrownBy(() -> analyzer.analyzeStream(source).forEach(seen::add))
                .isSameAs(failure);
        assertThat(analyzer.load().inWork()).isZero();
        assertThat(seen).hasSizeBetween(14, 30);
        for (int i = 0; i < seen.size(); i++) {
            assertThat(seen.get(i).orElseThrow()).isEqualTo(expected(text(i)));
        }
    }

    @Test
    void source_whoseEndThrows_endsTheStreamToo() {
        open(BatchOptions.builder().lanes(1));
        Iterator<String> source = new Iterator<>() {
            @Override
            public boolean hasNext() {
                throw new IllegalStateException("says the test");
            }

            @Override
            public String next() {
                throw new NoSuchElementException();
            }
        };
        assertThatThrownBy(() -> analyzer.analyzeStream(source).toList())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("says the test");
    }

    @Test
    void source_withANull_endsTheStream() {
        open(BatchOptions.builder().lanes(1));
        assertThatThrownBy(() -> analyzer.analyzeStream(
                                Arrays.asList("a", null, "b").iterator())
                        .toList())
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the source of texts gave null");
        assertThat(analyzer.load().inWork()).isZero();
    }

    @Test
    void texts_thatFail_failAtTheirPlaces() {
        fake.failOn(tokenizer.id("apple")).dieOn(tokenizer.id("pear"));
        tokenizer.failOn("poison");
        open(BatchOptions.builder().lanes(2).bulkWindow(8));
        List<String> texts = List.of("one", "apple", "two", "poison", "three", "pear", "four");
        List<AnalysisOutcome> outcomes =
                analyzer.analyzeStream(texts.iterator()).toList();
        assertThat(outcomes).hasSize(7);
        for (int i = 0; i < 7; i++) {
            if (i % 2 == 0) {
                assertThat(outcomes.get(i).result()).contains(expected(texts.get(i)));
            } else {
                assertThat(outcomes.get(i).failure()).containsInstanceOf(InferenceException.class);
            }
        }
    }

    @Test
    void interrupt_endsTheStreamAndIsKept() throws Exception {
        fake.block();
        open(BatchOptions.builder().lanes(1).bulkWindow(4));
        Call<Boolean> reader = TestThreads.start(() -> {
            assertThatThrownBy(() -> analyzer.analyzeStream(endless()).toList())
                    .isInstanceOf(CancellationException.class);
            return Thread.currentThread().isInterrupted();
        });
        fake.awaitCalls(1);
        reader.awaitBlocked().thread().interrupt();
        assertThat(reader.get()).isTrue();
        assertThat(analyzer.load().inWork()).isZero();
    }

    @Test
    void timeout_holdsForEachText() throws Exception {
        fake.block();
        open(BatchOptions.builder().lanes(1).maxBatchSize(1));
        AnalysisOptions hasty = AnalysisOptions.defaults().withTimeout(Duration.ofMillis(20));
        Call<List<AnalysisOutcome>> reader = TestThreads.start(() ->
                analyzer.analyzeStream(List.of("a", "b", "c").iterator(), hasty).toList());
        assertThat(reader.get()).hasSize(3).allSatisfy(outcome -> assertThat(outcome.failure())
                .containsInstanceOf(DeadlineExceededException.class));
    }

    @Test
    void closingTheAnalyzer_answersEveryText() throws Exception {
        fake.block();
        open(BatchOptions.builder().lanes(1).bulkWindow(4));
        Call<List<AnalysisOutcome>> reader = TestThreads.start(
                () -> analyzer.analyzeStream(endless()).limit(50).toList());
        fake.awaitCalls(1);
        reader.awaitBlocked();
        Call<Boolean> closer = TestThreads.start(() -> {
                    analyzer.close();
                    return true;
                })
                .awaitBlocked();
        fake.release();
        List<AnalysisOutcome> outcomes = reader.get();
        assertThat(closer.get()).isTrue();
        assertThat(outcomes).hasSize(50);
        for (int i = 0; i < 50; i++) {
            if (outcomes.get(i) instanceof AnalysisOutcome.Success success) {
                assertThat(success.value()).isEqualTo(expected(text(i)));
            } else {
                assertThat(outcomes.get(i).failure()).containsInstanceOf(AnalyzerClosedException.class);
            }
        }
        assertThat(outcomes.get(49).failure()).isPresent();
    }

    @Test
    void streams_ofSeveralThreadsThroughFewPlaces_allComeToTheirEnd() throws Exception {
        open(BatchOptions.builder().lanes(2).bulkWindow(3));
        List<Call<List<AnalysisOutcome>>> readers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            readers.add(TestThreads.start(
                    () -> analyzer.analyzeStream(endless()).limit(200).toList()));
        }
        for (Call<List<AnalysisOutcome>> reader : readers) {
            List<AnalysisOutcome> outcomes = reader.get();
            for (int i = 0; i < 200; i++) {
                assertThat(outcomes.get(i).result()).contains(expected(text(i)));
            }
        }
    }

    @Test
    void arguments_thatAreWrong_areRefusedAtOnce() {
        open(BatchOptions.builder().lanes(1));
        assertThatThrownBy(() -> analyzer.analyzeStream((Iterator<String>) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("texts");
        assertThatThrownBy(() -> analyzer.analyzeStream(
                        endless(), AnalysisOptions.defaults().withHeads(List.of("irony"))))
                .isInstanceOf(InvalidOptionsException.class);
    }
}
