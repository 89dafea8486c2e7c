package dev.sentiment4j.benchmarks.load;

import java.util.Arrays;
import java.util.Random;

/**
 * When texts arrive, drawn in advance: times in nanoseconds from the start of a run, ascending. The same seed gives the
 * same times.
 */
public enum Arrivals {
    /** Independent of each other: exponential gaps. */
    POISSON,
    /**
     * On and off: in every second, all arrivals of that second come in its first 400 ms, as a Poisson process 2.5 times
     * as fast. The mean rate is the same.
     */
    BURSTY;

    private static final double SECOND = 1e9;
    private static final double ON = 0.4;

    /**
     * Draws arrivals.
     *
     * @param perSecond the mean rate
     * @param seconds for how long; whole seconds for {@link #BURSTY}, or the mean is too high
     */
    public long[] draw(double perSecond, double seconds, long seed) {
        double share = this == BURSTY ? ON : 1;
        Random random = new Random(seed);
        long[] times = new long[(int) (perSecond * seconds * 1.2) + 100];
        int count = 0;
        // Time on which arrivals are possible; each second of the clock holds a share of a second of it.
        double busy = 0;
        while (true) {
            busy += -Math.log(1 - random.nextDouble()) * share / perSecond;
            double second = Math.floor(busy / share);
            double time = second + (busy - second * share);
            if (time >= seconds) {
                return Arrays.copyOf(times, count);
            }
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = (long) (time * SECOND);
        }
    }
}
