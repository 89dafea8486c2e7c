package dev.sentiment4j.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArrivalsTest {
    private static final double SECOND = 1e9;

    @ParameterizedTest
    @EnumSource
    void draw_hasTheMeanRateInOrderWithinTheTime(Arrivals arrivals) {
        long[] times = arrivals.draw(200, 500, 1);

        // Four standard deviations of a Poisson count of 100,000.
        assertThat((double) times.length).isCloseTo(100_000, within(1265.0));
        assertThat(times).isSorted();
        assertThat(times[0]).isNotNegative();
        assertThat(times[times.length - 1]).isLessThan((long) (500 * SECOND));
    }

    @ParameterizedTest
    @EnumSource
    void draw_isReproducible(Arrivals arrivals) {
        assertThat(arrivals.draw(200, 5, 7)).isEqualTo(arrivals.draw(200, 5, 7)).isNotEqualTo(arrivals.draw(200, 5, 8));
    }

    @Test
    void poisson_hasExponentialGaps() {
        long[] times = Arrivals.POISSON.draw(100, 1000, 3);
        double[] gaps = IntStream.range(1, times.length)
                .mapToDouble(i -> (times[i] - times[i - 1]) / SECOND)
                .toArray();
        double mean = Arrays.stream(gaps).average().orElseThrow();
        double variance =
                Arrays.stream(gaps).map(g -> (g - mean) * (g - mean)).average().orElseThrow();

        // The standard deviation of an exponential distribution is its mean.
        assertThat(mean).isCloseTo(0.01, within(0.0002));
        assertThat(Math.sqrt(variance) / mean).isCloseTo(1, within(0.03));
        assertThat(Arrays.stream(gaps).filter(gap -> gap > 0.01).count() / (double) gaps.length)
                .isCloseTo(Math.exp(-1), within(0.01));
    }

    @Test
    void bursty_isSilentForTheRestOfEverySecond() {
        long[] times = Arrivals.BURSTY.draw(100, 100, 3);

        assertThat(Arrays.stream(times).map(t -> t % (long) SECOND)).allMatch(t -> t <= 0.4 * SECOND);
        assertThat(Arrays.stream(times).map(t -> t / (long) SECOND).distinct()).hasSize(100);
    }
}
