package dev.sentiment4j.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.Degradation;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.InvalidTextException;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.cache.CacheOptions;
import dev.sentiment4j.cache.CachingAnalyzer;
import dev.sentiment4j.cache.ResultCache;
import dev.sentiment4j.spi.AnalyzerListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Single calls on a ladder of fakes, with a clock of the test's. */
class BrownOutAnalyzerTest {
    private static final AnalysisOptions DEFAULTS = AnalysisOptions.defaults();

    private final AtomicLong millis = new AtomicLong();
    private final StepAnalyzer large = StepAnalyzer.preferred();
    private final StepAnalyzer small = StepAnalyzer.standIn("small");
    private final StepAnalyzer lexicon = StepAnalyzer.standIn("lexicon");
    private final List<String> moves = new ArrayList<>();
    private final BrownOutAnalyzer analyzer = ladder(large, small, lexicon)
            .listener(new AnalyzerListener() {
                @Override
                public void brownOut(int from, int to, AnalyzerLoad load) {
                    moves.add(from + ">" + to + " " + load.predictedWait().toMillis());
                }
            })
            .build();

    private BrownOutAnalyzer.Builder ladder(SentimentAnalyzer preferred, SentimentAnalyzer... others) {
        BrownOutAnalyzer.Builder b =
                BrownOutAnalyzer.builder(preferred).nanoClock(() -> TimeUnit.MILLISECONDS.toNanos(millis.get()));
        for (SentimentAnalyzer other : others) {
            b.step(other);
        }
        return b;
    }

    private Degradation standIn(int step, String reason) {
        return new Degradation(step, large.info().model(), reason);
    }

    @Test
    void calm_thePreferredAnswersUnmarked() {
        large.waiting(500);
        assertThat(analyzer.analyze("a")).isEqualTo(large.result(DEFAULTS));
        assertThat(moves).isEmpty();
        assertThat(analyzer.info()).isSameAs(large.info());
        assertThat(analyzer.load()).isSameAs(large.load);
        assertThat(analyzer.steps()).containsExactly(large, small, lexicon);
    }

    @Test
    void overload_goesDownAndComesBack() {
        large.waiting(900);
        SentimentResult result = analyzer.analyze("a");
        assertThat(result.model()).isEqualTo(small.info().model());
        assertThat(result.degradation()).contains(standIn(1, "predicted wait 900 ms, limit 500 ms"));
        assertThat(analyzer.load()).isSameAs(small.load);
        assertThat(analyzer)
                .hasToString("BrownOutAnalyzer[large:1 > small:1 > lexicon:1, answers from step 1 of 0 to 2, "
                        + BrownOutOptions.defaults() + "]");
        small.waiting(700);
        assertThat(analyzer.analyze("a").model()).isEqualTo(small.info().model());
        millis.addAndGet(1000);
        assertThat(analyzer.analyze("a").degradation()).contains(standIn(2, "predicted wait 700 ms, limit 500 ms"));
        large.waiting(99);
        assertThat(analyzer.analyze("a").model()).isEqualTo(lexicon.info().model());
        millis.addAndGet(1000);
        assertThat(analyzer.analyze("a").degradation()).isEmpty();
        assertThat(moves).containsExactly("0>1 900", "1>2 900", "2>0 99");
    }

    @Test
    void refusedText_goesOnAtOnce_andTheLadderStays() {
        large.failure = StepAnalyzer.full();
        assertThat(analyzer.analyze("a").degradation()).contains(standIn(1, "refused, 7 of 8 texts in work"));
        small.failure = StepAnalyzer.full();
        assertThat(analyzer.analyze("a").degradation()).contains(standIn(2, "refused, 7 of 8 texts in work"));
        OverloadedException last = new OverloadedException("the last", 3, 3, Duration.ZERO);
        lexicon.failure = last;
        assertThatThrownBy(() -> analyzer.analyze("a")).isSameAs(last);
        large.failure = null;
        assertThat(analyzer.analyze("a").degradation()).isEmpty();
        assertThat(moves).isEmpty();
    }

    @Test
    void otherFailures_areNotCoveredUp() {
        for (RuntimeException failure : List.of(
                new InvalidTextException("says the test"),
                new InferenceException("says the test", null),
                new DeadlineExceededException("says the test"),
                new AnalyzerClosedException("says the test"),
                new IllegalStateException("says the test"))) {
            large.failure = failure;
            assertThatThrownBy(() -> analyzer.analyze("a")).isSameAs(failure);
        }
        assertThat(small.asked).isEmpty();
    }

    @Test
    void heads_aStandInLacks_areLeftOut() {
        large.waiting(900);
        AnalysisOptions both = DEFAULTS.withHeads(Set.of("sentiment", "emotion"));
        SentimentResult result = analyzer.analyze("a", both);
        assertThat(result.hasSentiment()).isTrue();
        assertThat(result.emotion()).isEmpty();
        assertThat(small.asked).last().isEqualTo(DEFAULTS.withHeads(Set.of("sentiment")));

        SentimentResult none = analyzer.analyze("a", DEFAULTS.withHeads(Set.of("emotion")));
        assertThat(none.hasSentiment()).isFalse();
        assertThat(none.heads()).isEmpty();
        assertThat(none.degradation()).isPresent();

        AnalysisOptions unknown = DEFAULTS.withHeads(Set.of("colour"));
        int askedBefore = small.asked.size();
        assertThatThrownBy(() -> analyzer.analyze("a", unknown)).isInstanceOf(InvalidOptionsException.class);
        assertThat(analyzer.analyzeAsync("a", unknown)).isCompletedExceptionally();
        assertThat(small.asked).hasSize(askedBefore);
    }

    @Test
    void timeout_isForTheWholeCall() {
        SentimentAnalyzer slow = new SlowToRefuse(large, millis, 30);
        AnalysisOptions within = DEFAULTS.withTimeout(Duration.ofMillis(50));
        try (BrownOutAnalyzer patient = ladder(slow, small).build()) {
            patient.analyze("a", within);
            assertThat(small.asked).containsExactly(DEFAULTS.withTimeout(Duration.ofMillis(20)));
            AnalysisOptions hasty = DEFAULTS.withTimeout(Duration.ofMillis(30));
            assertThatThrownBy(() -> patient.analyze("a", hasty))
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("within 30 ms");
            assertThat(patient.analyzeAsync("a", hasty)).isCompletedExceptionally();
            assertThat(small.asked).hasSize(1);
        }
    }

    @Test
    void cachedAnswer_isGivenUnderOverload() {
        CachingAnalyzer cached =
                new CachingAnalyzer(large, text -> text, ResultCache.inMemory(CacheOptions.defaults()));
        try (BrownOutAnalyzer ladder = ladder(cached, small).build()) {
            SentimentResult kept = ladder.analyze("known");
            large.waiting(900);
            assertThat(ladder.analyze("known")).isEqualTo(kept);
            assertThat(ladder.analyzeAsync("known")).isCompletedWithValue(kept);
            assertThat(ladder.analyze("known", DEFAULTS.withHeads(Set.of("emotion")))
                            .hasSentiment())
                    .isFalse();
            assertThat(ladder.analyze("unknown").model()).isEqualTo(small.info().model());
            assertThat(large.asked).hasSize(1);
        }
    }

    @Test
    void cachedAnswer_ofAStandInAbove_isMarked() {
        CachingAnalyzer cached =
                new CachingAnalyzer(small, text -> text, ResultCache.inMemory(CacheOptions.defaults()));
        try (BrownOutAnalyzer ladder = ladder(large, cached, lexicon).build()) {
            large.waiting(900);
            ladder.analyze("known");
            small.waiting(800);
            millis.addAndGet(1000);
            assertThat(ladder.analyze("known").degradation())
                    .contains(standIn(1, "predicted wait 900 ms, limit 500 ms"));
            assertThat(ladder.analyze("unknown").degradation())
                    .contains(standIn(2, "predicted wait 800 ms, limit 500 ms"));
        }
    }

    @Test
    void listener_thatThrows_hurtsNobody() {
        List<Integer> heard = new ArrayList<>();
        AnalyzerListener faulty = new AnalyzerListener() {
            @Override
            public void brownOut(int from, int to, AnalyzerLoad load) {
                heard.add(to);
                throw new AssertionError("says the test");
            }
        };
        try (BrownOutAnalyzer ladder =
                ladder(large, small).listener(faulty).listener(faulty).build()) {
            large.waiting(900);
            assertThat(ladder.analyze("a").degradation()).isPresent();
            assertThat(heard).containsExactly(1, 1);
        }
    }

    @Test
    void close_closesAll_andKeepsEveryFailure() {
        large.failureOfClose = new IllegalStateException("first");
        lexicon.failureOfClose = new IllegalStateException("second");
        assertThatThrownBy(analyzer::close).isSameAs(large.failureOfClose).satisfies(e -> assertThat(e.getSuppressed())
                .containsExactly(lexicon.failureOfClose));
        assertThat(List.of(large.closes, small.closes, lexicon.closes)).containsOnly(1);
        assertThatThrownBy(() -> analyzer.analyze("a"))
                .isInstanceOf(AnalyzerClosedException.class)
                .hasMessageContaining("'large' is closed");
        assertThat(analyzer.analyzeAsync("a")).isCompletedExceptionally();
        assertThat(large.asked).isEmpty();
    }

    @Test
    void builder_saysWhatCannotWork() {
        assertThatThrownBy(() -> BrownOutAnalyzer.builder(large).build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("add at least one cheaper analyzer");
        assertThatThrownBy(() -> BrownOutAnalyzer.builder(large).step(large).build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("stands on two of them");
    }

    @Test
    void nulls_areNamed() {
        assertThatThrownBy(() -> analyzer.analyze(null)).hasMessage("text");
        assertThatThrownBy(() -> analyzer.analyze("a", null)).hasMessage("options");
        assertThatThrownBy(() -> analyzer.analyzeAsync(null)).hasMessage("text");
        assertThatThrownBy(() -> analyzer.analyzeAsync("a", null)).hasMessage("options");
    }
}
