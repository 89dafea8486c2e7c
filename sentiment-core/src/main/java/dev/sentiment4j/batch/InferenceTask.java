package dev.sentiment4j.batch;

import dev.sentiment4j.Priority;
import dev.sentiment4j.spi.InferenceOutput;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * One text on its way through the engine room, as its caller sees it. Completes exactly once: with the rows of all its
 * model inputs, or with the first failure. What is computed for it is a {@link Computation}, which it may share with
 * other texts of the same tokens. Internal to the engine room and the analyzer. Thread-safe.
 */
public final class InferenceTask {
    /** One row of logits: a row of an {@link InferenceOutput} that other texts of the batch share. */
    public record Row(InferenceOutput output, int row) {
        /** The logits of a graph output. */
        public float[] logits(String name) {
            return output.row(name, row);
        }
    }

    private final Priority priority;
    private final long submittedNanos;
    private final long deadlineNanos;
    private final LongSupplier nanoClock;
    private final Runnable onFinish;
    private final AtomicBoolean finished = new AtomicBoolean();
    private final CompletableFuture<List<Row>> done = new CompletableFuture<>();
    private volatile long finishedNanos;

    /**
     * A task that nobody works on yet.
     *
     * @param deadlineNanos when its caller stops waiting; {@link Long#MAX_VALUE} for never
     * @param onFinish run once, before anybody hears of the result
     */
    InferenceTask(Priority priority, long deadlineNanos, LongSupplier nanoClock, Runnable onFinish) {
        this.priority = priority;
        this.nanoClock = nanoClock;
        this.submittedNanos = nanoClock.getAsLong();
        this.deadlineNanos = deadlineNanos;
        this.onFinish = onFinish;
    }

    Priority priority() {
        return priority;
    }

    long submittedNanos() {
        return submittedNanos;
    }

    /** From the queue to the rows; meaningful once {@link #done()} is complete. */
    public long engineNanos() {
        return finishedNanos - submittedNanos;
    }

    /** When the rows were there, on the analyzer's clock; meaningful once {@link #done()} is complete. */
    public long finishedNanos() {
        return finishedNanos;
    }

    /**
     * The rows, one for each input in order; for reading only. Completed on a lane: what hangs on it must be quick, or
     * asynchronous.
     */
    public CompletableFuture<List<Row>> done() {
        return done;
    }

    /** Completes the task with its rows, unless it is done. */
    void complete(List<Row> rows) {
        if (finish()) {
            done.complete(rows);
        }
    }

    /** Completes the task with a failure, unless it is done. */
    void fail(Throwable cause) {
        if (finish()) {
            done.completeExceptionally(cause);
        }
    }

    boolean isDone() {
        return finished.get();
    }

    boolean isExpired(long nowNanos) {
        return deadlineNanos != Long.MAX_VALUE && nowNanos - deadlineNanos >= 0;
    }

    /** True for the first to finish the task. Places are given back before anybody hears of the result. */
    private boolean finish() {
        if (!finished.compareAndSet(false, true)) {
            return false;
        }
        finishedNanos = nanoClock.getAsLong();
        onFinish.run();
        return true;
    }
}
