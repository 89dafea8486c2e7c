package dev.sentiment4j.http;

import java.time.Duration;

/**
 * A server's fixed window of requests, as its headers tell it: how much is left, and when the window ends. Between two
 * answers it counts by itself. Thread-safe.
 */
public final class RateWindow {
    private final TimeSource time;
    private final Duration margin;
    private double remaining = Double.POSITIVE_INFINITY;
    private long endNanos;

    /**
     * A window of which nothing is known yet, so that requests are free.
     *
     * @param margin how long to wait beyond the end of a window, as clocks differ
     */
    public RateWindow(Duration margin, TimeSource time) {
        this.margin = margin;
        this.time = time;
    }

    /**
     * What an answer says.
     *
     * @param remaining requests that are left
     * @param untilReset until the window ends; negative counts as zero
     */
    public synchronized void update(double remaining, Duration untilReset) {
        this.remaining = remaining;
        this.endNanos = time.nanoTime() + Math.max(0, untilReset.toNanos());
    }

    /** A request has been sent. */
    public synchronized void count() {
        remaining--;
    }

    /** How long to wait before the next request; zero if there is room. */
    public synchronized Duration delay() {
        if (remaining >= 1) {
            return Duration.ZERO;
        }
        long left = endNanos + margin.toNanos() - time.nanoTime();
        if (left > 0) {
            return Duration.ofNanos(left);
        }
        remaining = Double.POSITIVE_INFINITY;
        return Duration.ZERO;
    }
}
