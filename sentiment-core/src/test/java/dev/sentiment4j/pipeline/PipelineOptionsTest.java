package dev.sentiment4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sentiment4j.InvalidOptionsException;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineOptionsTest {
    @Test
    void pipelineOptions_withEverythingWrong_saysAllOfIt() {
        InvalidOptionsException e = catchThrowableOfType(InvalidOptionsException.class, () -> PipelineOptions.builder()
                .batchSize(0)
                .analysisBatchSize(-1)
                .analysisConcurrency(65)
                .maxInFlight(0)
                .maxInFlightChars(0)
                .analysisAttempts(0)
                .maxConsecutiveFailures(0)
                .maxDeliveries(0)
                .pollTimeout(Duration.ZERO)
                .stopTimeout(Duration.ofSeconds(-1))
                .build());
        assertThat(e.problems())
                .containsExactly(
                        "batchSize = 0: must be at least 1",
                        "analysisBatchSize = -1: must be at least 0",
                        "maxInFlight = 0: must be at least 1",
                        "maxInFlightChars = 0: must be at least 1",
                        "analysisAttempts = 0: must be at least 1",
                        "maxConsecutiveFailures = 0: must be at least 1",
                        "maxDeliveries = 0: must be at least 1",
                        "analysisConcurrency = 65: must be at most 64",
                        "pollTimeout = PT0S: must be positive, and at most one minute",
                        "stopTimeout = PT-1S: must not be negative, and at most one hour");
    }

    static Stream<PipelineOptions> otherOptions() {
        return Stream.of(
                PipelineOptions.builder().batchSize(3).build(),
                PipelineOptions.builder().analysisBatchSize(5).build(),
                PipelineOptions.builder().analysisConcurrency(5).build(),
                PipelineOptions.builder().maxInFlight(3).build(),
                PipelineOptions.builder().maxInFlightChars(3).build(),
                PipelineOptions.builder().analysisAttempts(3).build(),
                PipelineOptions.builder().maxConsecutiveFailures(3).build(),
                PipelineOptions.builder().maxDeliveries(3).build(),
                PipelineOptions.builder().pollTimeout(Duration.ofMillis(3)).build(),
                PipelineOptions.builder()
                        .retry(RetryPolicy.exponential(Duration.ofMillis(3), Duration.ofSeconds(1), 3))
                        .build(),
                PipelineOptions.builder().stopTimeout(Duration.ofMillis(7)).build());
    }

    @ParameterizedTest
    @MethodSource("otherOptions")
    void pipelineOptions_areValuesThatCanBeCopied(PipelineOptions options) {
        assertThat(options.toBuilder().build())
                .isEqualTo(options)
                .hasSameHashCodeAs(options)
                .hasToString(options.toString());
        assertThat(options).isNotEqualTo(PipelineOptions.defaults());
        assertThat(options.toString()).isNotEqualTo(PipelineOptions.defaults().toString());
    }

    @ParameterizedTest
    @CsvSource({"1, 128", "2, 128", "4, 256", "64, 512"})
    void analysisBatchSize_leftOpen_followsTheLanes(int lanes, int expected) {
        assertThat(PipelineOptions.defaults().analysisBatchSize(lanes)).isEqualTo(expected);
        assertThat(PipelineOptions.builder().analysisBatchSize(7).build().analysisBatchSize(lanes))
                .isEqualTo(7);
    }

    @Test
    void retryPolicy_withEverythingWrong_saysAllOfIt() {
        assertThatThrownBy(() -> RetryPolicy.exponential(Duration.ZERO, Duration.ofHours(2), Double.NaN))
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessage("retry policy: initialDelay = PT0S: must be at least 1 ms; maxDelay = PT2H: must be from"
                        + " initialDelay to one hour; multiplier = NaN: must be from 1 to 10");
    }

    @Test
    void retryPolicy_growsToItsLimitWithFullJitter() {
        RetryPolicy policy = RetryPolicy.exponential(Duration.ofMillis(100), Duration.ofSeconds(2), 3);
        long[] longest = {100, 300, 900, 2_000, 2_000};
        Random random = new Random(5);
        for (int failures = 1; failures <= longest.length; failures++) {
            long limit = Duration.ofMillis(longest[failures - 1]).toNanos();
            double sum = 0;
            long most = 0;
            for (int i = 0; i < 4_000; i++) {
                long delay = policy.delay(failures, random).toNanos();
                assertThat(delay).isBetween(0L, limit);
                most = Math.max(most, delay);
                sum += delay;
            }
            assertThat(sum / 4_000 / limit)
                    .as("mean after %d failures", failures)
                    .isBetween(0.47, 0.53);
            assertThat((double) most / limit).isGreaterThan(0.98);
        }
        assertThat(policy.delay(Integer.MAX_VALUE, random)).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThatThrownBy(() -> policy.delay(0, random)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void retryPolicy_isAValue() {
        assertThat(RetryPolicy.defaults())
                .isEqualTo(RetryPolicy.exponential(Duration.ofMillis(100), Duration.ofSeconds(30), 2))
                .hasSameHashCodeAs(RetryPolicy.exponential(Duration.ofMillis(100), Duration.ofSeconds(30), 2))
                .isNotEqualTo(RetryPolicy.exponential(Duration.ofMillis(100), Duration.ofSeconds(30), 3))
                .hasToString("RetryPolicy[initialDelay=PT0.1S, maxDelay=PT30S, multiplier=2.0]");
    }
}
