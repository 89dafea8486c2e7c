package dev.sentiment4j.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.text.TextProfile;
import dev.sentiment4j.text.TextStep;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Caches, profiles and delegates that misbehave behind or before the cache. */
class CachingAnalyzerFailureTest extends CachingFixture {
    static Stream<Supplier<? extends Throwable>> cacheFailures() {
        return Stream.of(
                () -> new IllegalStateException("connection lost, says the test"),
                () -> new NoClassDefFoundError("says the test"));
    }

    @ParameterizedTest
    @MethodSource("cacheFailures")
    void cache_thatThrows_costsNothing(Supplier<? extends Throwable> failure) throws Exception {
        open(builder().cache(new ResultCache() {
            @Override
            public Optional<SentimentResult> get(CacheKey key) {
                throw CachingAnalyzerFailureTest.<RuntimeException>sneaky(failure.get());
            }

            @Override
            public void put(CacheKey key, SentimentResult result) {
                throw CachingAnalyzerFailureTest.<RuntimeException>sneaky(failure.get());
            }
        }));
        assertThat(analyzer.analyze("a")).isEqualTo(expected("a"));
        assertThat(get(analyzer.analyzeAsync("b"))).isEqualTo(expected("b"));
        assertThat(analyzer.analyzeAll(List.of("a", "c")))
                .extracting(AnalysisOutcome::orElseThrow)
                .containsExactly(expected("a"), expected("c"));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable t) throws T {
        throw (T) t;
    }

    @Test
    void cache_thatThrowsWhatNobodyCatches_stillLeavesNobodyWaiting() throws Exception {
        open(builder().cache(new MapCache() {
            @Override
            public void put(CacheKey key, SentimentResult result) {
                throw new AssertionError("says the test");
            }
        }));
        assertThat(get(analyzer.analyzeAsync("a"))).isEqualTo(expected("a"));
        assertThat(analyzer.analyze("a")).isEqualTo(expected("a"));
    }

    @Test
    void cache_thatAnswersNull_isTreatedAsOneThatForgot() {
        open(builder().cache(new MapCache() {
            @Override
            public Optional<SentimentResult> get(CacheKey key) {
                return null;
            }
        }));
        assertThat(analyzer.analyze("a")).isEqualTo(expected("a"));
    }

    @Test
    void profile_thatFailsOnAText_harmsNoOtherOfAList() {
        TextProfile picky = TextProfile.of("picky", 1, List.of(TextStep.of("picky", text -> {
            if (text.contains("poison")) {
                throw new IllegalStateException("says the test");
            }
            return text;
        })));
        open(builder().textProfile(picky));
        List<AnalysisOutcome> outcomes = analyzer.analyzeAll(List.of("good", "poison", "fine"));
        assertThat(outcomes.get(0).orElseThrow()).isEqualTo(expected("good"));
        assertThat(outcomes.get(1).failure()).containsInstanceOf(InferenceException.class);
        assertThat(outcomes.get(2).orElseThrow()).isEqualTo(expected("fine"));
        assertThatThrownBy(() -> analyzer.analyze("poison")).isInstanceOf(InferenceException.class);
        assertThat(analyzer.analyzeAsync("poison")).isCompletedExceptionally();
    }

    @Test
    void analyze_afterClose_isRefusedThoughTheAnswerIsKept() {
        open(builder());
        analyzer.analyze("a");
        analyzer.close();
        assertThatThrownBy(() -> analyzer.analyze("a")).isInstanceOf(AnalyzerClosedException.class);
        assertThat(analyzer.analyzeAsync("a")).isCompletedExceptionally();
        assertThat(analyzer.analyzeAll(List.of("a")).get(0).failure())
                .containsInstanceOf(AnalyzerClosedException.class);
    }

    @Test
    void overload_ofTheDelegate_keepsItsType() throws Exception {
        fake.block();
        open(builder().batching(BatchOptions.builder().lanes(1).queueCapacity(1).build()));
        CompletableFuture<SentimentResult> plug = analyzer.analyzeAsync("plug");
        assertThatThrownBy(() -> analyzer.analyze("more")).isInstanceOf(OverloadedException.class);
        assertThatThrownBy(() -> get(analyzer.analyzeAsync("more"))).hasCauseInstanceOf(OverloadedException.class);
        fake.release();
        assertThat(get(plug)).isEqualTo(expected("plug"));
        assertThat(analyzer.analyze("more")).isEqualTo(expected("more"));
    }

    /** A decorator between cache and analyzer, as a host would write one. */
    private static final class Between implements SentimentAnalyzer {
        private final SentimentAnalyzer inner;
        private final AtomicInteger calls = new AtomicInteger();
        private volatile RuntimeException failure;

        Between(SentimentAnalyzer inner) {
            this.inner = inner;
        }

        private void failIfTold() {
            calls.incrementAndGet();
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public SentimentResult analyze(String text, AnalysisOptions options) {
            failIfTold();
            return inner.analyze(text, options);
        }

        @Override
        public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
            failIfTold();
            return inner.analyzeAsync(text, options).thenApply(result -> result);
        }

        @Override
        public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
            failIfTold();
            return inner.analyzeAll(texts, options);
        }

        @Override
        public AnalyzerInfo info() {
            return inner.info();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private Between openBetween() {
        Between between = new Between(TestAnalyzers.builder(fake, tokenizer)
                .batching(BatchOptions.builder().lanes(1).queueCapacity(1).build())
                .build());
        analyzer = new CachingAnalyzer(between, text -> text, cache);
        return between;
    }

    @Test
    void delegate_thatThrows_leavesNoFlightBehind() throws Exception {
        Between between = openBetween();
        between.failure = new IllegalStateException("says the test");
        assertThatThrownBy(() -> analyzer.analyze("a"))
                .isInstanceOf(InferenceException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(analyzer.analyzeAsync("a")).isCompletedExceptionally();
        assertThatThrownBy(() -> analyzer.analyzeAll(List.of("a", "b"))).isInstanceOf(IllegalStateException.class);
        between.failure = null;
        assertThat(analyzer.analyze("a")).isEqualTo(expected("a"));
        assertThat(analyzer.analyzeAll(List.of("a", "b")).get(1).orElseThrow()).isEqualTo(expected("b"));
        assertThat(between.calls).hasValue(5);
    }

    @Test
    void delegate_whoseFuturesAreDerived_keepsTheTypeOfItsFailures() throws Exception {
        openBetween();
        fake.block();
        CompletableFuture<SentimentResult> plug = analyzer.analyzeAsync("plug");
        assertThatThrownBy(() -> analyzer.analyze("more")).isInstanceOf(OverloadedException.class);
        fake.release();
        assertThat(get(plug)).isEqualTo(expected("plug"));
    }
}
