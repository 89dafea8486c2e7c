package dev.sentiment4j.http;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * So many permits in any window of a length, wherever a server's own window begins: what was taken comes back one
 * window later. Thread-safe.
 */
public final class RateBudget {
    private final int permits;
    private final long windowNanos;
    private final TimeSource time;
    private final ArrayDeque<Long> taken = new ArrayDeque<>();

    /**
     * A full budget.
     *
     * @param permits at least 1
     */
    public RateBudget(int permits, Duration window, TimeSource time) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits = " + permits + ": must be at least 1");
        }
        this.permits = permits;
        this.windowNanos = window.toNanos();
        this.time = time;
    }

    /** How long until there is a permit; zero if there is one now. */
    public synchronized Duration delay() {
        long now = time.nanoTime();
        forget(now);
        return taken.size() < permits ? Duration.ZERO : Duration.ofNanos(windowNanos - (now - taken.element()));
    }

    /** Takes a permit, also one that is not there: what has happened counts. */
    public synchronized void take() {
        long now = time.nanoTime();
        forget(now);
        taken.add(now);
    }

    /** Waits until there is a permit, and takes it. */
    public void acquire() throws InterruptedException {
        while (true) {
            synchronized (this) {
                if (delay().isZero()) {
                    take();
                    return;
                }
            }
            time.sleep(delay());
        }
    }

    /** Permits that are there now. */
    public synchronized int left() {
        forget(time.nanoTime());
        return Math.max(0, permits - taken.size());
    }

    private void forget(long now) {
        while (!taken.isEmpty() && now - taken.element() >= windowNanos) {
            taken.remove();
        }
    }
}
