package dev.sentiment4j.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that grow with each failure in a row, with jitter upwards: a wait is never shorter than its schedule says, as
 * platforms punish those that come too early. Not thread-safe.
 */
public final class BackOff {
    private final long firstNanos;
    private final long maxNanos;
    private final boolean linear;
    private final double jitter;
    private final RandomGenerator random;
    private int failures;

    private BackOff(Duration first, Duration max, boolean linear, double jitter, RandomGenerator random) {
        this.firstNanos = first.toNanos();
        this.maxNanos = max.toNanos();
        this.linear = linear;
        this.jitter = jitter;
        this.random = random;
    }

    /**
     * {@code min(max, n * step)} before the {@code n}th attempt anew.
     *
     * @param jitter the largest share that is added at random
     */
    public static BackOff linear(Duration step, Duration max, double jitter, RandomGenerator random) {
        return new BackOff(step, max, true, jitter, random);
    }

    /**
     * {@code min(max, first * 2^(n - 1))} before the {@code n}th attempt anew.
     *
     * @param jitter the largest share that is added at random
     */
    public static BackOff doubling(Duration first, Duration max, double jitter, RandomGenerator random) {
        return new BackOff(first, max, false, jitter, random);
    }

    /** Something has failed once more: how long to wait now. */
    public Duration next() {
        failures++;
        double wait = linear ? (double) firstNanos * failures : firstNanos * Math.pow(2, failures - 1);
        return Duration.ofNanos((long) (Math.min(wait, (double) maxNanos) * (1 + jitter * random.nextDouble())));
    }

    /** Failures in a row. */
    public int failures() {
        return failures;
    }

    /** It works again. */
    public void reset() {
        failures = 0;
    }
}
