package dev.sentiment4j.batch;

import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.Priority;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.AnalyzerListener.RejectionCause;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many texts the analyzer holds: a place is taken before a text costs anything and given back when it is answered.
 * Interactive and bulk texts have places of their own, so that neither can shut the other out. Thread-safe.
 *
 * <p>A bound on the count alone lets a queue stand: under lasting overload every text waits as long as the whole queue
 * takes. So interactive texts are also bounded by the predicted wait, but only once the queue has not emptied for
 * {@link BatchOptions#burstTolerance()}: a burst is let in and worked off, a standing queue is cut short. The rule is
 * that of adaptive queue timeouts (B. Maurer, "Fail at Scale", ACM Queue 13(8), 2015). A text that would miss its own
 * deadline anyway is refused at once. While a lane is free nothing is refused, so a wrong prediction mends itself.
 */
final class Admission {
    private final String name;
    private final BatchOptions options;
    private final ServiceRate rate;
    private final AnalyzerListener listener;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private int interactive;
    private int bulk;
    private int waiters;
    private long lastCalmNanos;
    private boolean closed;

    Admission(String name, BatchOptions options, ServiceRate rate, AnalyzerListener listener, LongSupplier nanoClock) {
        this.name = name;
        this.options = options;
        this.rate = rate;
        this.listener = listener;
        this.nanoClock = nanoClock;
        this.lastCalmNanos = nanoClock.getAsLong();
    }

    /**
     * Takes one place.
     *
     * @param patient whether to wait for room as long as it takes, whatever the policy
     * @param deadlineNanos {@link System#nanoTime()} after which waiting is pointless; {@link Long#MAX_VALUE} for none
     * @throws OverloadedException if there is no room within what the policy allows, or the deadline would be missed
     * @throws DeadlineExceededException if the deadline comes first
     * @throws AnalyzerClosedException if the analyzer is or gets closed
     */
    void acquire(Priority priority, boolean patient, long deadlineNanos) throws InterruptedException {
        RejectionCause cause;
        long waited;
        int held;
        long predicted;
        lock.lockInterruptibly();
        try {
            long start = nanoClock.getAsLong();
            waited = 0;
            while (true) {
                if (closed) {
                    throw closed();
                }
                long now = start + waited;
                if (deadlineNanos != Long.MAX_VALUE && now - deadlineNanos >= 0) {
                    throw tooLate(waited);
                }
                cause = refusal(priority, now, deadlineNanos);
                if (cause == null) {
                    take(priority, now);
                    return;
                }
                long left = cause == RejectionCause.TOO_LATE ? 0 : patience(patient) - waited;
                if (left <= 0) {
                    held = held(priority);
                    predicted = rate.predictNanos(interactive);
                    break;
                }
                long limit = Math.min(left, deadlineNanos == Long.MAX_VALUE ? left : deadlineNanos - now);
                waiters++;
                try {
                    room.awaitNanos(limit);
                } finally {
                    waiters--;
                }
                waited = nanoClock.getAsLong() - start;
            }
        } finally {
            lock.unlock();
        }
        listener.rejected(cause);
        throw overloaded(cause, priority, held, predicted, waited, deadlineNanos);
    }

    /** Takes one place if there is one at once. */
    boolean tryAcquire(Priority priority) {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            if (closed || refusal(priority, now, Long.MAX_VALUE) != null) {
                return false;
            }
            take(priority, now);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives one place back. */
    void release(Priority priority) {
        lock.lock();
        try {
            if (priority == Priority.BULK) {
                bulk--;
            } else {
                interactive--;
                noteCalm(nanoClock.getAsLong());
            }
            if (waiters > 0) {
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Refuses everybody from now on, the waiting included. */
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Places taken. */
    int held() {
        lock.lock();
        try {
            return interactive + bulk;
        } finally {
            lock.unlock();
        }
    }

    /** How long an interactive text that came now would take. */
    Duration predictedWait() {
        lock.lock();
        try {
            return Duration.ofNanos(rate.predictNanos(interactive));
        } finally {
            lock.unlock();
        }
    }

    AnalyzerClosedException closed() {
        return closed(null);
    }

    /** The same for texts that are lost with the last lane. */
    AnalyzerClosedException closed(@Nullable Throwable cause) {
        return new AnalyzerClosedException(
                "analyzer '" + name + "' is closed; create a new one, or close it later", cause);
    }

    private @Nullable RejectionCause refusal(Priority priority, long now, long deadlineNanos) {
        if (held(priority) >= capacity(priority)) {
            return RejectionCause.FULL;
        }
        if (priority == Priority.BULK) {
            return null;
        }
        long predicted = rate.predictNanos(interactive);
        if (predicted > 0 && deadlineNanos != Long.MAX_VALUE && predicted > deadlineNanos - now) {
            return RejectionCause.TOO_LATE;
        }
        boolean standing = now - lastCalmNanos > options.burstTolerance().toNanos();
        return standing && predicted > options.maxPredictedWait().toNanos() ? RejectionCause.TOO_SLOW : null;
    }

    private void take(Priority priority, long now) {
        if (priority == Priority.BULK) {
            bulk++;
        } else {
            noteCalm(now);
            interactive++;
        }
    }

    /** As long as the lanes hold all there is, no queue stands. */
    private void noteCalm(long now) {
        if (interactive <= rate.lanes()) {
            lastCalmNanos = now;
        }
    }

    private int held(Priority priority) {
        return priority == Priority.BULK ? bulk : interactive;
    }

    private int capacity(Priority priority) {
        return priority == Priority.BULK ? options.bulkWindow() : options.queueCapacity();
    }

    private long patience(boolean patient) {
        return patient
                ? Long.MAX_VALUE
                : switch (options.admission()) {
                    case REJECT -> 0;
                    case WAIT -> options.maxWait().toNanos();
                    case BLOCK -> Long.MAX_VALUE;
                };
    }

    private DeadlineExceededException tooLate(long waitedNanos) {
        return new DeadlineExceededException("analyzer '" + name + "': the timeout passed after "
                + Duration.ofNanos(waitedNanos).toMillis() + " ms of waiting for room (" + (interactive + bulk)
                + " texts in work); allow more time, or raise BatchOptions.lanes");
    }

    private OverloadedException overloaded(
            RejectionCause cause, Priority priority, int held, long predicted, long waited, long deadlineNanos) {
        boolean isBulk = priority == Priority.BULK;
        String inWork = held + " texts in work, limit " + capacity(priority) + ", predicted wait "
                + Duration.ofNanos(predicted).toMillis() + " ms";
        String message =
                switch (cause) {
                    case FULL ->
                        "is full" + afterWaiting(waited) + ": " + inWork
                                + "; try again later, slow down, or change BatchOptions."
                                + (isBulk ? "bulkWindow" : "queueCapacity") + " or admission";
                    case TOO_SLOW ->
                        "is overloaded" + afterWaiting(waited) + ": " + inWork + ", allowed "
                                + options.maxPredictedWait().toMillis()
                                + " ms; try again later, slow down, or change BatchOptions.maxPredictedWait or admission";
                    case TOO_LATE ->
                        "cannot answer in time: " + inWork + ", timeout in "
                                + Duration.ofNanos(deadlineNanos - nanoClock.getAsLong())
                                        .toMillis()
                                + " ms; try again later, or allow more time";
                };
        return new OverloadedException(
                "analyzer '" + name + "' " + message, held, capacity(priority), Duration.ofNanos(predicted));
    }

    private static String afterWaiting(long waitedNanos) {
        return waitedNanos == 0 ? "" : " for " + Duration.ofNanos(waitedNanos).toMillis() + " ms";
    }
}
