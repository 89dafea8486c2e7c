package dev.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.cache.CacheOptions;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.model.ModelManifest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Options say everything that is wrong at once, correct nothing, and are values. */
class OptionsTest {
    @Test
    void batchOptions_defaults_areTheDocumentedOnes() {
        BatchOptions options = BatchOptions.defaults();
        assertThat(options.lanes()).isEqualTo(BatchOptions.AUTO);
        assertThat(options.intraOpThreads()).isEqualTo(BatchOptions.AUTO);
        assertThat(options.maxBatchSize()).isEqualTo(BatchOptions.AUTO);
        assertThat(options.maxBatchTokens()).isEqualTo(BatchOptions.AUTO);
        assertThat(options.callOverheadTokens()).isEqualTo(BatchOptions.AUTO);
        assertThat(options.maxDelay()).isZero();
        assertThat(options.queueCapacity())
                .isEqualTo(BatchOptions.DEFAULT_QUEUE_CAPACITY)
                .isEqualTo(1024);
        assertThat(options.admission()).isEqualTo(BatchOptions.Admission.REJECT);
        assertThat(options.maxWait()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.maxPredictedWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.burstTolerance()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.bulkWindow())
                .isEqualTo(BatchOptions.DEFAULT_BULK_WINDOW)
                .isEqualTo(2048);
        assertThat(options.bulkAging()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.closeTimeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void batchOptions_resolved_fillInWhatWasLeftOpenAndNothingElse() {
        BatchOptions options = BatchOptions.defaults().resolved();
        assertThat(options.maxBatchSize())
                .isEqualTo(BatchOptions.DEFAULT_MAX_BATCH_SIZE)
                .isEqualTo(64);
        assertThat(options.maxBatchTokens())
                .isEqualTo(BatchOptions.DEFAULT_MAX_BATCH_TOKENS)
                .isEqualTo(512);
        assertThat(options.callOverheadTokens())
                .isEqualTo(BatchOptions.DEFAULT_CALL_OVERHEAD_TOKENS)
                .isEqualTo(12);
        BatchOptions own = BatchOptions.builder()
                .maxBatchSize(3)
                .maxBatchTokens(4)
                .callOverheadTokens(5)
                .build();
        assertThat(own.resolved()).isEqualTo(own);
    }

    @Test
    void batchOptions_withEverythingWrong_saysAllOfIt() {
        BatchOptions.Builder builder = BatchOptions.builder()
                .lanes(-1)
                .intraOpThreads(-2)
                .maxBatchSize(-4)
                .maxBatchTokens(-3)
                .callOverheadTokens(-5)
                .queueCapacity(0)
                .bulkWindow(0)
                .maxPredictedWait(Duration.ofDays(3))
                .burstTolerance(Duration.ofNanos(-2))
                .bulkAging(Duration.ofNanos(-3))
                .maxDelay(Duration.ofNanos(-1))
                .maxWait(Duration.ofDays(2))
                .closeTimeout(Duration.ofSeconds(-1));
        InvalidOptionsException e = catchThrowableOfType(InvalidOptionsException.class, builder::build);
        assertThat(e.problems())
                .containsExactly(
                        "lanes = -1: must be at least 0",
                        "intraOpThreads = -2: must be at least 0",
                        "maxBatchSize = -4: must be at least 0",
                        "maxBatchTokens = -3: must be at least 0",
                        "callOverheadTokens = -5: must be at least 0",
                        "queueCapacity = 0: must be at least 1",
                        "bulkWindow = 0: must be at least 1",
                        "maxDelay = PT-0.000000001S: must not be negative",
                        "maxWait = PT48H: must be at most one day",
                        "maxPredictedWait = PT72H: must be at most one day",
                        "burstTolerance = PT-0.000000002S: must not be negative",
                        "bulkAging = PT-0.000000003S: must not be negative",
                        "closeTimeout = PT-1S: must not be negative");
        assertThat(e).hasMessageStartingWith("batch options: lanes").hasMessageContaining("closeTimeout");
    }

    static Stream<BatchOptions> otherBatchOptions() {
        return Stream.of(
                BatchOptions.builder().lanes(3).build(),
                BatchOptions.builder().intraOpThreads(2).build(),
                BatchOptions.builder().maxBatchSize(3).build(),
                BatchOptions.builder().maxBatchTokens(3).build(),
                BatchOptions.builder().maxDelay(Duration.ofMillis(3)).build(),
                BatchOptions.builder().callOverheadTokens(3).build(),
                BatchOptions.builder().queueCapacity(3).build(),
                BatchOptions.builder().bulkWindow(3).build(),
                BatchOptions.builder().maxPredictedWait(Duration.ofMillis(3)).build(),
                BatchOptions.builder().burstTolerance(Duration.ofMillis(3)).build(),
                BatchOptions.builder().bulkAging(Duration.ofMillis(3)).build(),
                BatchOptions.builder().admission(BatchOptions.Admission.BLOCK).build(),
                BatchOptions.builder().maxWait(Duration.ofMillis(3)).build(),
                BatchOptions.builder().closeTimeout(Duration.ofMillis(3)).build());
    }

    @ParameterizedTest
    @MethodSource("otherBatchOptions")
    void batchOptions_areValuesThatCanBeCopied(BatchOptions options) {
        assertThat(options.toBuilder().build())
                .isEqualTo(options)
                .hasSameHashCodeAs(options)
                .hasToString(options.toString());
        assertThat(options).isNotEqualTo(BatchOptions.defaults());
        assertThat(options.toString()).isNotEqualTo(BatchOptions.defaults().toString());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 8, 8, 1", "0, 2, 8, 4, 2", "3, 0, 8, 3, 1", "3, 5, 8, 3, 5", "0, 16, 8, 1, 16", "0, 0, 1, 1, 1"})
    void threadPlan_fillsTheProcessors(int lanes, int intraOp, int processors, int expectedLanes, int expectedIntraOp) {
        BatchOptions options =
                BatchOptions.builder().lanes(lanes).intraOpThreads(intraOp).build();
        assertThat(ThreadPlan.of(options, processors))
                .isEqualTo(new ThreadPlan(processors, expectedLanes, expectedIntraOp));
    }

    @Test
    void cacheOptions_withEverythingWrong_saysAllOfIt() {
        assertThatThrownBy(() -> CacheOptions.builder()
                        .maxResults(0)
                        .timeToLive(Duration.ZERO)
                        .build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessage("cache options: maxResults = 0: must be at least 1; timeToLive = PT0S: must be positive");
    }

    @Test
    void cacheOptions_areValues() {
        CacheOptions options = CacheOptions.builder()
                .maxResults(5)
                .timeToLive(Duration.ofMinutes(1))
                .build();
        assertThat(options)
                .isEqualTo(CacheOptions.builder()
                        .maxResults(5)
                        .timeToLive(Duration.ofMinutes(1))
                        .build())
                .isNotEqualTo(CacheOptions.builder().maxResults(5).build())
                .isNotEqualTo(
                        CacheOptions.builder().timeToLive(Duration.ofMinutes(1)).build());
        assertThat(CacheOptions.defaults().maxResults()).isEqualTo(10_000);
        assertThat(CacheOptions.defaults().timeToLive()).isEmpty();
        assertThat(CacheOptions.defaults()).hasToString("CacheOptions[maxResults=10000, timeToLive=none]");
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT-1S", "PT24H0.000000001S"})
    void analysisOptions_withAnImpossibleTimeout_areRefused(Duration timeout) {
        assertThatThrownBy(() -> AnalysisOptions.defaults().withTimeout(timeout))
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("timeout = " + timeout);
    }

    @Test
    void analysisOptions_withNull_nameTheParameter() {
        assertThatThrownBy(() -> AnalysisOptions.defaults().withTimeout(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("timeout");
        assertThatThrownBy(() -> AnalysisOptions.defaults().withHeads(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("heads");
    }

    @Test
    void analysisOptions_areValues() {
        AnalysisOptions options =
                AnalysisOptions.defaults().withTimeout(Duration.ofSeconds(1)).withHeads(List.of("b", "a"));
        assertThat(options)
                .isEqualTo(
                        AnalysisOptions.defaults().withHeads(Set.of("a", "b")).withTimeout(Duration.ofSeconds(1)))
                .isNotEqualTo(AnalysisOptions.defaults())
                .hasToString("AnalysisOptions[timeout=PT1S, heads=[a, b]]");
        assertThat(AnalysisOptions.defaults().timeout()).isEmpty();
        assertThat(AnalysisOptions.defaults().heads()).isEmpty();
    }

    @Test
    void longTextPolicy_withEverythingWrong_saysAllOfIt() {
        assertThatThrownBy(() -> new LongTextPolicy(0, -1))
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessage("long-text policy: windows = 0: must be at least 1; overlap = -1: must not be negative");
    }

    @Test
    void longTextPolicy_saysWhatItDoes() {
        assertThat(LongTextPolicy.truncate()).hasToString("truncate");
        assertThat(LongTextPolicy.windows(3, 8)).hasToString("windows(max=3, overlap=8)");
        assertThat(LongTextPolicy.windows(3, 8).isTruncate()).isFalse();
    }

    @Test
    void headSpec_withEverythingWrong_saysAllOfIt() {
        HeadSpec.Builder builder = HeadSpec.builder(" ", List.of("a", "a", ""))
                .output("")
                .temperature(Double.NaN)
                .threshold("x", 2)
                .meaning("y", new HeadSpec.Meaning(SentimentLabel.NEUTRAL, -7));
        InvalidOptionsException e = catchThrowableOfType(InvalidOptionsException.class, builder::build);
        assertThat(e.problems())
                .anyMatch(p -> p.startsWith("name"))
                .anyMatch(p -> p.contains("each once"))
                .anyMatch(p -> p.contains("none may be blank"))
                .anyMatch(p -> p.startsWith("output"))
                .anyMatch(p -> p.startsWith("temperature = NaN"))
                .anyMatch(p -> p.startsWith("threshold of 'x' = 2.0"))
                .anyMatch(p -> p.startsWith("threshold of 'x': there is no such label"))
                .anyMatch(p -> p.startsWith("meanings = [y]"))
                .anyMatch(p -> p.startsWith("value of 'y' = -7.0"))
                .anyMatch(p -> p.startsWith("meaning of 'y': there is no such label"));
    }

    @Test
    void headSpec_ofASentimentWithUnknownLabels_asksForTheirMeaning() {
        assertThatThrownBy(() -> HeadSpec.builder("sentiment", List.of("LABEL_0", "positive"))
                        .build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("labels [LABEL_0]: say what each means");
    }

    @Test
    void headSpec_isAValue() {
        HeadSpec head = HeadSpec.builder("h", List.of("a", "b")).temperature(2).build();
        assertThat(head)
                .isEqualTo(
                        HeadSpec.builder("h", List.of("a", "b")).temperature(2).build())
                .hasSameHashCodeAs(
                        HeadSpec.builder("h", List.of("a", "b")).temperature(2).build())
                .isNotEqualTo(HeadSpec.builder("h", List.of("a", "b")).build())
                .isNotEqualTo(
                        HeadSpec.builder("h", List.of("b", "a")).temperature(2).build());
    }

    @Test
    void headSpec_thresholds_preferTheLabelsOwn() {
        HeadSpec head = HeadSpec.builder("h", List.of("a", "b", "c"))
                .threshold("a", 0.1)
                .threshold(0.7)
                .build();
        assertThat(head.threshold("a")).isEqualTo(0.1);
        assertThat(head.threshold("b")).isEqualTo(0.7);
        assertThat(HeadSpec.builder("h", List.of("a")).build().threshold("a")).isEqualTo(0.5);
    }

    @Test
    void modelManifest_withEverythingWrong_saysAllOfIt() {
        HeadSpec head = HeadSpec.builder("h", List.of("a")).build();
        assertThatThrownBy(() -> ModelManifest.builder(new ModelInfo(" ", ""))
                        .maxTokens(0)
                        .head(head)
                        .head(head)
                        .build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContainingAll("id = ' '", "version = ''", "maxTokens = 0", "'h' is there twice");
    }

    @Test
    void builder_withNull_namesTheParameter() {
        SentimentAnalyzerBuilder builder = SentimentAnalyzer.builder();
        assertThatThrownBy(() -> builder.batching(null)).hasMessage("batching");
        assertThatThrownBy(() -> builder.name(null)).hasMessage("name");
        assertThatThrownBy(() -> builder.listener(null)).hasMessage("listener");
        assertThatThrownBy(() -> builder.completionExecutor(null)).hasMessage("executor");
    }
}
