package dev.sentiment4j.batch;

import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.spi.BatchCost;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a lane, oldest first. Its length is bounded by {@link Admission}, not here. Thread-safe.
 *
 * <p>A free lane takes a batch at once; while all lanes are busy, texts gather. When several lanes are free they share
 * what is waiting, so that a burst does not queue up behind one of them. Cancelled and expired texts are dropped when
 * they are met.
 */
final class BatchQueue {
    /**
     * How many waiting texts the planner looks at: enough to find neighbours in length, few enough to sort for each
     * batch.
     */
    static final int WINDOW = 512;

    private final BatchOptions options;
    private final BatchCost cost;
    private final LongSupplier nanoClock;
    private final Runnable onDrop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<InferenceTask.Item> waiting = new ArrayList<>();
    private int idleLanes;
    private boolean closed;

    BatchQueue(BatchOptions options, BatchCost cost, LongSupplier nanoClock, Runnable onDrop) {
        this.options = options;
        this.cost = cost;
        this.nanoClock = nanoClock;
        this.onDrop = onDrop;
    }

    /** Appends the items of a task; false if the queue is closed. */
    boolean offer(InferenceTask task) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            waiting.addAll(task.items());
            if (waiting.size() > 2 * options.queueCapacity() + WINDOW) {
                dropDead();
            }
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Puts items of a failed lane back to the front, where they came from. */
    void giveBack(List<InferenceTask.Item> items) {
        lock.lock();
        try {
            waiting.addAll(0, items.stream().filter(this::stillGood).toList());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private boolean stillGood(InferenceTask.Item item) {
        if (item.survives()) {
            return true;
        }
        item.fail(new InferenceException("the lanes that took this text died again and again; it is given up"));
        return false;
    }

    /**
     * The next batch; null once the queue is closed and empty. Waits for texts, and for {@code maxDelay} to fill a
     * batch.
     */
    @Nullable
    List<InferenceTask.Item> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                dropDead();
                long wait = waitNanos();
                if (wait <= 0) {
                    return waiting.isEmpty() ? null : next();
                }
                idleLanes++;
                try {
                    changed.awaitNanos(wait);
                } finally {
                    idleLanes--;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Accepts nothing more; lanes get what is left, then null. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes everything out. */
    List<InferenceTask.Item> drain() {
        lock.lock();
        try {
            List<InferenceTask.Item> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    int depth() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** How long a free lane has nothing to do; the fill delay counts from the oldest text's submission. */
    private long waitNanos() {
        if (closed) {
            return 0;
        }
        if (waiting.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long maxDelay = options.maxDelay().toNanos();
        if (maxDelay == 0 || waiting.size() >= options.maxBatchSize()) {
            return 0;
        }
        return maxDelay - (nanoClock.getAsLong() - waiting.get(0).task().submittedNanos());
    }

    private List<InferenceTask.Item> next() {
        int window = Math.min(waiting.size(), WINDOW);
        int[] lengths = new int[window];
        for (int i = 0; i < window; i++) {
            lengths[i] = waiting.get(i).ids().length;
        }
        int share = (waiting.size() + idleLanes) / (idleLanes + 1);
        int[] chosen =
                BatchPlanner.plan(lengths, cost, Math.min(options.maxBatchSize(), share), options.maxBatchTokens());
        List<InferenceTask.Item> batch = new ArrayList<>(chosen.length);
        int next = 0;
        int kept = 0;
        for (int i = 0; i < window; i++) {
            InferenceTask.Item item = waiting.get(i);
            if (next < chosen.length && chosen[next] == i) {
                batch.add(item);
                next++;
            } else {
                waiting.set(kept++, item);
            }
        }
        waiting.subList(kept, window).clear();
        if (!waiting.isEmpty()) {
            changed.signal();
        }
        return batch;
    }

    private void dropDead() {
        long now = nanoClock.getAsLong();
        waiting.removeIf(item -> {
            InferenceTask task = item.task();
            if (task.isDone()) {
                if (item.isFirst()) {
                    onDrop.run();
                }
                return true;
            }
            if (task.deadlineNanos() != Long.MAX_VALUE && now - task.deadlineNanos() >= 0) {
                item.fail(new DeadlineExceededException("the timeout passed while the text waited for a lane ("
                        + waiting.size() + " waiting); allow more time, or send less at once"));
                if (item.isFirst()) {
                    onDrop.run();
                }
                return true;
            }
            return false;
        });
    }
}
