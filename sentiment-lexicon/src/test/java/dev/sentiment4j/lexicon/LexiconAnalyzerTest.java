package dev.sentiment4j.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of an analyzer, and that it answers sensibly. */
class LexiconAnalyzerTest {
    private static final AnalysisOptions DEFAULTS = AnalysisOptions.defaults();

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final AtomicLong nanos = new AtomicLong();
    private final LexiconAnalyzer analyzer = LexiconAnalyzer.builder()
            .completionExecutor(tasks::add)
            .nanoClock(nanos::get)
            .build();

    @ParameterizedTest
    @CsvSource({
        "POSITIVE,I love it!",
        "POSITIVE,sooo happy for you both 😍😍",
        "POSITIVE,best day ever :-)",
        "NEGATIVE,worst service ever. rude staff",
        "NEGATIVE,this is not good at all",
        "NEGATIVE,the update broke my phone again 😡",
        "NEUTRAL,The committee meets on Thursday at 9 http://example.com",
    })
    void analyze_aPlainText_tellsTheFeeling(SentimentLabel expected, String text) {
        assertThat(analyzer.analyze(text).label()).isEqualTo(expected);
    }

    @Test
    void result_saysWhoAnsweredAndWhatWasRead() {
        SentimentResult result = analyzer.analyze("so good!", DEFAULTS.withHeads(Set.of("sentiment")));
        assertThat(result.model()).isEqualTo(new ModelInfo("lexicon-en", "1"));
        assertThat(result.backend()).isEqualTo("lexicon");
        assertThat(result.device()).isEqualTo("cpu");
        assertThat(result.heads()).isEmpty();
        assertThat(result.degradation()).isEmpty();
        assertThat(result.input().tokens()).isEqualTo(3);
        assertThat(result.input().profile()).isEqualTo("social/1");
        assertThat(result.probabilities()).containsOnlyKeys(SentimentLabel.values());
        assertThat(result.probabilities().values().stream().mapToDouble(p -> p).sum())
                .isCloseTo(1, within(1e-12));
        assertThat(result.score())
                .isCloseTo(
                        result.probabilities().get(SentimentLabel.POSITIVE)
                                - result.probabilities().get(SentimentLabel.NEGATIVE),
                        within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\uD800", "\uDC00 x \uD83D", "\u0000", "今日は", "<", "</", ":", ":'", "@", "'"})
    void analyze_anyString_isDefined(String text) {
        assertThat(analyzer.analyze(text).confidence()).isBetween(1.0 / 3, 1.0);
    }

    @Test
    void analyze_aMegabyte_isRead() {
        assertThat(analyzer.analyze("a".repeat(1 << 20)).input().tokens()).isEqualTo(1);
        assertThat(analyzer.analyze("'a:<".repeat(1 << 18)).input().tokensCut()).isZero();
    }

    @Test
    void info_isHonest() {
        assertThat(analyzer.info().name()).isEqualTo("lexicon");
        assertThat(analyzer.info().heads()).hasSize(1);
        assertThat(analyzer.info().threads().lanes()).isZero();
        assertThat(analyzer.load()).isEqualTo(AnalyzerLoad.NONE);
        assertThat(analyzer.toString()).matches("LexiconAnalyzer\\[lexicon, lexicon-en:1, [0-9]{5} features]");
    }

    @Test
    void unknownHead_isRefused() {
        AnalysisOptions emotion = DEFAULTS.withHeads(Set.of("emotion"));
        assertThatThrownBy(() -> analyzer.analyze("a", emotion)).isInstanceOf(InvalidOptionsException.class);
        assertThatThrownBy(() -> analyzer.analyzeAll(List.of("a"), emotion))
                .isInstanceOf(InvalidOptionsException.class);
        assertThat(failure(analyzer.analyzeAsync("a", emotion))).isInstanceOf(InvalidOptionsException.class);
    }

    @Test
    void nulls_areNamed() {
        assertThatThrownBy(() -> analyzer.analyze(null)).hasMessage("text");
        assertThatThrownBy(() -> analyzer.analyze("a", null)).hasMessage("options");
        assertThatThrownBy(() -> analyzer.analyzeAsync(null)).hasMessage("text");
        assertThatThrownBy(() -> analyzer.analyzeAsync("a", null)).hasMessage("options");
        assertThatThrownBy(() -> analyzer.analyzeAll(null)).hasMessage("texts");
        assertThatThrownBy(() -> analyzer.analyzeAll(List.of("a"), null)).hasMessage("options");
        assertThatThrownBy(() -> analyzer.analyzeAll(Arrays.asList("a", null))).hasMessage("texts[1]");
    }

    @Test
    void analyzeAll_keepsTheOrder() {
        List<AnalysisOutcome> outcomes = analyzer.analyzeAll(List.of("love it", "hate it", "love it"));
        assertThat(outcomes)
                .extracting(o -> o.orElseThrow().label())
                .containsExactly(SentimentLabel.POSITIVE, SentimentLabel.NEGATIVE, SentimentLabel.POSITIVE);
        assertThat(analyzer.analyzeAll(List.of())).isEmpty();
    }

    @Test
    void analyzeAll_interrupted_isCancelled() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> analyzer.analyzeAll(List.of("a"))).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void analyzeAsync_completesOnTheExecutor() {
        CompletableFuture<SentimentResult> future = analyzer.analyzeAsync("love it");
        assertThat(future).isNotDone();
        tasks.remove().run();
        assertThat(future.join()).isEqualTo(analyzer.analyze("love it"));
    }

    @Test
    void analyzeAsync_withAnExecutorThatRefuses_completesAnyway() {
        try (LexiconAnalyzer refused = LexiconAnalyzer.builder()
                .completionExecutor(task -> {
                    throw new RejectedExecutionException("says the test");
                })
                .build()) {
            assertThat(refused.analyzeAsync("love it")).isCompleted();
        }
    }

    @Test
    void timeout_thatPassesMeanwhile_fails() {
        AtomicLong ticks = new AtomicLong();
        AnalysisOptions hasty = DEFAULTS.withTimeout(Duration.ofMillis(5));
        try (LexiconAnalyzer slow = LexiconAnalyzer.builder()
                .nanoClock(() -> ticks.addAndGet(Duration.ofMillis(6).toNanos()))
                .build()) {
            assertThatThrownBy(() -> slow.analyze("a", hasty))
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("within 5 ms");
            assertThat(failure(slow.analyzeAsync("a", hasty))).isInstanceOf(DeadlineExceededException.class);
            assertThat(slow.analyzeAll(List.of("a"), hasty).get(0).failure().orElseThrow())
                    .isInstanceOf(DeadlineExceededException.class);
        }
        assertThat(analyzer.analyze("love it", hasty).label()).isEqualTo(SentimentLabel.POSITIVE);
    }

    @Test
    void timeout_whileTheExecutorIsStuck_failsTheFuture() {
        CompletableFuture<SentimentResult> future =
                analyzer.analyzeAsync("a", DEFAULTS.withTimeout(Duration.ofMillis(1)));
        assertThat(failure(future)).isInstanceOf(DeadlineExceededException.class);
        tasks.remove().run();
        assertThat(future).isCompletedExceptionally();
    }

    @Test
    void closed_refusesEverything() {
        analyzer.close();
        analyzer.close();
        assertThatThrownBy(() -> analyzer.analyze("a"))
                .isInstanceOf(AnalyzerClosedException.class)
                .hasMessageContaining("'lexicon' is closed");
        assertThat(failure(analyzer.analyzeAsync("a"))).isInstanceOf(AnalyzerClosedException.class);
        assertThat(analyzer.analyzeAll(List.of("a", "b")))
                .allSatisfy(o -> assertThat(o.failure().orElseThrow()).isInstanceOf(AnalyzerClosedException.class));
    }

    private static Throwable failure(CompletableFuture<?> future) {
        try {
            future.get(30, TimeUnit.SECONDS);
            throw new AssertionError("completed normally");
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
