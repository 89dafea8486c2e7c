package dev.sentiment4j.spring;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.spi.AnalyzerListener;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Remembers of an analyzer what tells whether its lanes work, without asking them anything. Thread-safe. */
final class AnalyzerWatch implements AnalyzerListener {
    private final LongSupplier nanoTime;
    private final AtomicLong failuresInARow = new AtomicLong();
    private final AtomicLong lanesReplaced = new AtomicLong();
    private volatile long lastSignOfLife;
    private volatile boolean closed;
    private long signSeen;
    private long seenAt;
    private boolean waiting;

    AnalyzerWatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastSignOfLife = nanoTime.getAsLong();
    }

    @Override
    public void opened(SentimentAnalyzer analyzer) {
        closed = false;
        alive();
    }

    @Override
    public void closed(SentimentAnalyzer analyzer) {
        closed = true;
    }

    @Override
    public void batchCompleted(BatchEvent batch) {
        failuresInARow.set(0);
        alive();
    }

    @Override
    public void textCompleted(TextEvent text) {
        alive();
    }

    @Override
    public void failed(int size, Throwable cause) {
        failuresInARow.incrementAndGet();
        alive();
    }

    @Override
    public void laneReplaced(Throwable cause) {
        lanesReplaced.incrementAndGet();
    }

    private void alive() {
        lastSignOfLife = nanoTime.getAsLong();
    }

    boolean isClosed() {
        return closed;
    }

    /** Engine calls that failed since the last that did not. */
    long failuresInARow() {
        return failuresInARow.get();
    }

    long lanesReplaced() {
        return lanesReplaced.get();
    }

    /**
     * How long work has been lying there without any sign of life, as far as these calls have seen it: zero when
     * something was heard since the call before, or nothing is in work.
     *
     * @param inWork texts in work now
     * @return nanoseconds
     */
    synchronized long stuckFor(int inWork) {
        long now = nanoTime.getAsLong();
        long sign = lastSignOfLife;
        if (inWork == 0 || sign != signSeen || !waiting) {
            signSeen = sign;
            seenAt = now;
            waiting = inWork > 0;
        }
        return now - seenAt;
    }
}
