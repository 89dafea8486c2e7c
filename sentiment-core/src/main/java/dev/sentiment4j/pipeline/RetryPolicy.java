package dev.sentiment4j.pipeline;

import dev.sentiment4j.InvalidOptionsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: exponential back-off with full jitter. Before attempt {@code n + 1}, a
 * random time between zero and {@code min(maxDelay, initialDelay * multiplier^(n - 1))}, evenly spread, so that many
 * workers do not come back in step (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015). There
 * is no last attempt: what can heal is waited for. Immutable and thread-safe.
 */
public final class RetryPolicy {
    private static final RetryPolicy DEFAULTS = new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(30), 2);

    private final Duration initialDelay;
    private final Duration maxDelay;
    private final double multiplier;

    private RetryPolicy(Duration initialDelay, Duration maxDelay, double multiplier) {
        this.initialDelay = initialDelay;
        this.maxDelay = maxDelay;
        this.multiplier = multiplier;
    }

    /** From up to 100 ms, doubling, to up to 30 seconds. */
    public static RetryPolicy defaults() {
        return DEFAULTS;
    }

    /**
     * A policy.
     *
     * @param initialDelay the longest wait before the second attempt; at least 1 ms
     * @param maxDelay the longest wait at all; from {@code initialDelay} to one hour
     * @param multiplier by which the longest wait grows with each attempt; 1 to 10
     * @throws InvalidOptionsException listing every value that cannot work
     */
    public static RetryPolicy exponential(Duration initialDelay, Duration maxDelay, double multiplier) {
        Objects.requireNonNull(initialDelay, "initialDelay");
        Objects.requireNonNull(maxDelay, "maxDelay");
        List<String> problems = new ArrayList<>();
        if (initialDelay.compareTo(Duration.ofMillis(1)) < 0) {
            problems.add("initialDelay = " + initialDelay + ": must be at least 1 ms");
        }
        if (maxDelay.compareTo(initialDelay) < 0 || maxDelay.compareTo(Duration.ofHours(1)) > 0) {
            problems.add("maxDelay = " + maxDelay + ": must be from initialDelay to one hour");
        }
        if (!(multiplier >= 1 && multiplier <= 10)) {
            problems.add("multiplier = " + multiplier + ": must be from 1 to 10");
        }
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException("retry policy", problems);
        }
        return new RetryPolicy(initialDelay, maxDelay, multiplier);
    }

    /** The longest wait before the second attempt; default 100 ms. */
    public Duration initialDelay() {
        return initialDelay;
    }

    /** The longest wait at all; default 30 seconds. */
    public Duration maxDelay() {
        return maxDelay;
    }

    /** By how much the longest wait grows with each attempt; default 2. */
    public double multiplier() {
        return multiplier;
    }

    /**
     * How long to wait after so many attempts that failed.
     *
     * @param failures at least 1
     * @param random where the jitter comes from
     */
    public Duration delay(int failures, RandomGenerator random) {
        if (failures < 1) {
            throw new IllegalArgumentException("failures = " + failures + ": must be at least 1");
        }
        double longest =
                Math.min((double) maxDelay.toNanos(), initialDelay.toNanos() * Math.pow(multiplier, failures - 1));
        return Duration.ofNanos(random.nextLong((long) longest + 1));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof RetryPolicy r
                && initialDelay.equals(r.initialDelay)
                && maxDelay.equals(r.maxDelay)
                && Double.compare(multiplier, r.multiplier) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(initialDelay, maxDelay, multiplier);
    }

    @Override
    public String toString() {
        return "RetryPolicy[initialDelay=" + initialDelay + ", maxDelay=" + maxDelay + ", multiplier=" + multiplier
                + "]";
    }
}
