package dev.sentiment4j.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentiles_areInMillisecondsAndThreeDigitsExact() {
        Latencies latencies = new Latencies();
        for (int ms = 1; ms <= 1000; ms++) {
            latencies.record(ms * 1_000_000L);
        }

        assertThat(latencies.count()).isEqualTo(1000);
        assertThat(latencies.percentile(50)).isCloseTo(500, within(0.5));
        assertThat(latencies.percentile(99)).isCloseTo(990, within(1.0));
        assertThat(latencies.percentile(99.9)).isCloseTo(999, within(1.0));
        assertThat(latencies.max()).isCloseTo(1000, within(1.0));
    }

    @Test
    void outliers_countAsTheBounds() {
        Latencies latencies = new Latencies();
        latencies.record(-5);
        latencies.record(Long.MAX_VALUE);

        assertThat(latencies.count()).isEqualTo(2);
        assertThat(latencies.percentile(50)).isZero();
        assertThat(latencies.max()).isCloseTo(3_600_000, within(3600.0));
    }

    @Test
    void nothing_isZero() {
        assertThat(new Latencies().percentile(99)).isZero();
        assertThat(new Latencies().max()).isZero();
    }
}
