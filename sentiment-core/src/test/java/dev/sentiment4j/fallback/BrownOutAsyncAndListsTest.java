package dev.sentiment4j.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.cache.CacheOptions;
import dev.sentiment4j.cache.CachingAnalyzer;
import dev.sentiment4j.cache.ResultCache;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Futures and lists on a ladder of fakes. */
class BrownOutAsyncAndListsTest {
    private static final AnalysisOptions DEFAULTS = AnalysisOptions.defaults();

    private final AtomicLong millis = new AtomicLong();
    private final StepAnalyzer large = StepAnalyzer.preferred();
    private final StepAnalyzer small = StepAnalyzer.standIn("small");
    private final StepAnalyzer lexicon = StepAnalyzer.standIn("lexicon");

    private BrownOutAnalyzer ladder(boolean bulk) {
        return BrownOutAnalyzer.builder(large)
                .step(small)
                .step(lexicon)
                .options(BrownOutOptions.builder().bulk(bulk).build())
                .nanoClock(() -> TimeUnit.MILLISECONDS.toNanos(millis.get()))
                .build();
    }

    @Test
    void future_thatIsRefused_goesOn() {
        large.lazy = true;
        small.failure = StepAnalyzer.full();
        CompletableFuture<SentimentResult> future = ladder(false).analyzeAsync("a");
        assertThat(future).isNotDone();
        large.pending.get(0).completeExceptionally(new CompletionException(StepAnalyzer.full()));
        assertThat(future.join().model()).isEqualTo(lexicon.info().model());
        assertThat(future.join().degradation().orElseThrow().step()).isEqualTo(2);
    }

    @Test
    void future_thatTheLastStepRefuses_fails() {
        large.failure = StepAnalyzer.full();
        small.failure = StepAnalyzer.full();
        OverloadedException last = StepAnalyzer.full();
        lexicon.failure = last;
        assertThatThrownBy(() -> ladder(false).analyzeAsync("a").join()).hasCause(last);
    }

    @Test
    void future_thatFailsOtherwise_isNotCoveredUp() {
        large.lazy = true;
        CompletableFuture<SentimentResult> future = ladder(false).analyzeAsync("a");
        InferenceException failure = new InferenceException("says the test", null);
        large.pending.get(0).completeExceptionally(failure);
        assertThatThrownBy(future::join).hasCause(failure);
        assertThat(small.asked).isEmpty();
        // What a faulty step throws at the call is in the future too.
        large.lazy = false;
        large.failure = new IllegalStateException("says the test");
        assertThat(ladder(false).analyzeAsync("a")).isCompletedExceptionally();
    }

    @Test
    void cancelling_cancelsTheInnerFuture() {
        large.lazy = true;
        CompletableFuture<SentimentResult> future = ladder(false).analyzeAsync("a");
        future.cancel(true);
        assertThat(large.pending.get(0)).isCancelled();
        assertThat(small.asked).isEmpty();
    }

    @Test
    void cancelling_onTheSecondStep_cancelsThatOne() {
        large.lazy = true;
        small.lazy = true;
        CompletableFuture<SentimentResult> future = ladder(false).analyzeAsync("a");
        large.pending.get(0).completeExceptionally(StepAnalyzer.full());
        future.cancel(false);
        assertThat(small.pending.get(0)).isCancelled();
    }

    @Test
    void cancelled_goesNoFurtherDown() {
        large.lazy = true;
        large.deafToCancelling = true;
        CompletableFuture<SentimentResult> future = ladder(false).analyzeAsync("a");
        future.cancel(true);
        large.pending.get(0).completeExceptionally(StepAnalyzer.full());
        assertThat(future).isCancelled();
        assertThat(small.asked).isEmpty();
    }

    @Test
    void lists_stayWithThePreferred() {
        large.waiting(900);
        BrownOutAnalyzer ladder = ladder(false);
        assertThat(ladder.analyze("a").degradation()).isPresent();
        assertThat(ladder.analyzeAll(List.of("a", "b")))
                .extracting(o -> o.orElseThrow().model())
                .containsOnly(large.info().model());
    }

    @Test
    void bulk_isDegradedTextByText_inOrder() {
        BrownOutAnalyzer ladder = ladder(true);
        List<AnalysisOutcome> outcomes = ladder.analyzeAll(List.of("a", "refuse-large", "refuse-large", "b"));
        assertThat(outcomes)
                .extracting(o -> o.orElseThrow().model().id())
                .containsExactly("large", "small", "small", "large");
        assertThat(outcomes.get(1).orElseThrow().degradation().orElseThrow().reason())
                .isEqualTo("refused, 7 of 8 texts in work");
        large.waiting(900);
        assertThat(ladder.analyzeAll(List.of("a", "refuse-small"), DEFAULTS.withHeads(Set.of("sentiment", "emotion"))))
                .extracting(o -> o.orElseThrow().model().id())
                .containsExactly("small", "lexicon");
    }

    @Test
    void bulk_thatTheLastStepRefuses_fails() {
        large.failure = StepAnalyzer.full();
        small.failure = StepAnalyzer.full();
        assertThat(ladder(true).analyzeAll(List.of("a", "refuse-lexicon")))
                .extracting(o -> o.failure().isPresent())
                .containsExactly(false, true);
        large.failure = new InferenceException("says the test", null);
        assertThat(ladder(true).analyzeAll(List.of("a")).get(0).failure()).contains((InferenceException) large.failure);
    }

    @Test
    void bulk_looksAtTheLoadAgainAndAgain() {
        large.waiting(900);
        List<String> texts = IntStream.range(0, 1000).mapToObj(i -> "t" + i).toList();
        BrownOutAnalyzer ladder = BrownOutAnalyzer.builder(large)
                .step(small)
                .step(lexicon)
                .options(BrownOutOptions.builder().bulk(true).build())
                // The load goes while the list is on its way.
                .nanoClock(() -> {
                    if (small.asked.size() > 300) {
                        large.waiting(0);
                    }
                    return TimeUnit.SECONDS.toNanos(small.asked.size());
                })
                .build();
        List<AnalysisOutcome> outcomes = ladder.analyzeAll(texts);
        assertThat(outcomes).hasSize(1000).allSatisfy(o -> assertThat(o.result())
                .isPresent());
        assertThat(small.asked).hasSize(512);
        assertThat(large.asked).hasSize(488);
    }

    @Test
    void bulk_takesWhatIsCached() {
        CachingAnalyzer cached =
                new CachingAnalyzer(large, text -> text, ResultCache.inMemory(CacheOptions.defaults()));
        BrownOutAnalyzer ladder = BrownOutAnalyzer.builder(cached)
                .step(small)
                .options(BrownOutOptions.builder().bulk(true).build())
                .build();
        ladder.analyze("known");
        large.waiting(900);
        assertThat(ladder.analyzeAll(List.of("x", "known", "y")))
                .extracting(o -> o.orElseThrow().model().id())
                .containsExactly("small", "large", "small");
    }

    @Test
    void bulk_keepsTheContract() {
        BrownOutAnalyzer ladder = ladder(true);
        assertThatThrownBy(() -> ladder.analyzeAll(null)).hasMessage("texts");
        assertThatThrownBy(() -> ladder.analyzeAll(List.of("a"), null)).hasMessage("options");
        assertThatThrownBy(() -> ladder.analyzeAll(Arrays.asList("a", null))).hasMessage("texts[1]");
        assertThat(ladder.analyzeAll(new ArrayList<>())).isEmpty();
        ladder.close();
        assertThat(ladder.analyzeAll(List.of("a")).get(0).failure().orElseThrow())
                .isInstanceOf(AnalyzerClosedException.class);
    }
}
