package dev.sentiment4j.batch;

import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.OverloadedException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many texts the analyzer holds: a bounded count, separate from the queue, taken before a text is prepared and
 * given back when it is answered. Bulk calls wait for room whatever the policy, and together never take more than half
 * of it, so that they cannot shut single callers out. Thread-safe.
 */
final class Admission {
    private final String name;
    private final BatchOptions options;
    private final LongSupplier nanoClock;
    private final int bulkCapacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private int held;
    private int heldByBulk;
    private boolean closed;

    Admission(String name, BatchOptions options, LongSupplier nanoClock) {
        this.name = name;
        this.nanoClock = nanoClock;
        this.options = options;
        this.bulkCapacity = Math.max(1, options.queueCapacity() / 2);
    }

    /**
     * Takes one place.
     *
     * @param bulk whether the caller is a bulk call, which waits as long as it takes
     * @param deadlineNanos {@link System#nanoTime()} after which waiting is pointless; {@link Long#MAX_VALUE} for none
     * @throws OverloadedException if there is no room within what the policy allows
     * @throws DeadlineExceededException if the deadline comes first
     * @throws AnalyzerClosedException if the analyzer is or gets closed
     */
    void acquire(boolean bulk, long deadlineNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!isFull(bulk) && !closed) {
                take(bulk);
                return;
            }
            long start = nanoClock.getAsLong();
            long limit = bulk ? Long.MAX_VALUE : waitNanos();
            while (isFull(bulk) && !closed) {
                long waited = nanoClock.getAsLong() - start;
                long left = limit - waited;
                if (deadlineNanos != Long.MAX_VALUE) {
                    long untilDeadline = deadlineNanos - nanoClock.getAsLong();
                    if (untilDeadline <= 0) {
                        throw new DeadlineExceededException("analyzer '" + name + "': the timeout passed after "
                                + Duration.ofNanos(waited).toMillis() + " ms of waiting for room (" + held + " of "
                                + options.queueCapacity()
                                + " places taken); allow more time, or raise BatchOptions.lanes");
                    }
                    left = Math.min(left, untilDeadline);
                }
                if (limit - waited <= 0) {
                    throw overloaded(waited);
                }
                room.awaitNanos(left);
            }
            if (closed) {
                throw closed();
            }
            take(bulk);
        } finally {
            lock.unlock();
        }
    }

    /** Gives one place back. */
    void release(boolean bulk) {
        lock.lock();
        try {
            held--;
            if (bulk) {
                heldByBulk--;
            }
            room.signalAll();
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
            return held;
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

    private boolean isFull(boolean bulk) {
        return held >= options.queueCapacity() || (bulk && heldByBulk >= bulkCapacity);
    }

    private void take(boolean bulk) {
        held++;
        if (bulk) {
            heldByBulk++;
        }
    }

    private long waitNanos() {
        return switch (options.admission()) {
            case REJECT -> 0;
            case WAIT -> options.maxWait().toNanos();
            case BLOCK -> Long.MAX_VALUE;
        };
    }

    private OverloadedException overloaded(long waitedNanos) {
        String waited = options.admission() == BatchOptions.Admission.REJECT
                ? ""
                : " for " + Duration.ofNanos(waitedNanos).toMillis() + " ms";
        return new OverloadedException(
                "analyzer '" + name + "' is full" + waited + ": " + held + " texts in work, limit "
                        + options.queueCapacity()
                        + "; try again later, slow down, or change BatchOptions.queueCapacity or admission",
                held,
                options.queueCapacity());
    }
}
