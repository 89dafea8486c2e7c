package dev.sentiment4j.batch;

import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.spi.AnalyzerListener.DropCause;
import dev.sentiment4j.spi.BatchCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for a lane, oldest first. Its length is bounded by {@link Admission}, not here. Thread-safe.
 *
 * <p>A free lane takes a batch at once; while all lanes are busy, texts gather. When several lanes are free they share
 * what is waiting, so that a burst does not queue up behind one of them. Cancelled and expired texts are dropped when
 * they are met. Nobody is told anything while the lock is held: callbacks may do whatever they like.
 */
final class BatchQueue {
    private static final Logger log = LoggerFactory.getLogger(BatchQueue.class);

    /**
     * How many waiting texts the planner looks at: enough to find neighbours in length, few enough to sort for each
     * batch.
     */
    static final int WINDOW = 512;

    private final BatchOptions options;
    private final BatchCost cost;
    private final LongSupplier nanoClock;
    private final Consumer<DropCause> onDrop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<InferenceTask.Item> waiting = new ArrayList<>();
    private int idleLanes;
    private boolean closed;

    BatchQueue(BatchOptions options, BatchCost cost, LongSupplier nanoClock, Consumer<DropCause> onDrop) {
        this.options = options;
        this.cost = cost;
        this.nanoClock = nanoClock;
        this.onDrop = onDrop;
    }

    /** Appends the items of a task; false if the queue is closed. */
    boolean offer(InferenceTask task) {
        List<InferenceTask.Item> dead = List.of();
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            waiting.addAll(task.items());
            if (waiting.size() > 2L * options.queueCapacity() + WINDOW) {
                dead = removeDead();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
        bury(dead);
        return true;
    }

    /**
     * Puts items of a failed lane back to the front, where they came from.
     *
     * @return those that have lost too many lanes to be innocent, for the caller to fail
     */
    List<InferenceTask.Item> giveBack(List<InferenceTask.Item> items) {
        Map<Boolean, List<InferenceTask.Item>> parts =
                items.stream().collect(Collectors.partitioningBy(InferenceTask.Item::survives));
        lock.lock();
        try {
            waiting.addAll(0, parts.getOrDefault(true, List.of()));
            changed.signal();
        } finally {
            lock.unlock();
        }
        return parts.getOrDefault(false, List.of());
    }

    /**
     * The next batch; null once the queue is closed and empty. Waits for texts, and for {@code maxDelay} to fill a
     * batch. Interrupts do not end the wait: they come from callbacks that ran on the lane, and a lane that gave up for
     * one would be missed for ever.
     *
     * @param onTaken told of the batch before the queue lets go of it, so that every text is always in somebody's hands
     */
    @Nullable
    List<InferenceTask.Item> take(Consumer<List<InferenceTask.Item>> onTaken) {
        while (true) {
            List<InferenceTask.Item> dead;
            List<InferenceTask.Item> batch = List.of();
            boolean over = false;
            lock.lock();
            try {
                dead = removeDead();
                long wait = waitNanos();
                if (wait <= 0) {
                    over = waiting.isEmpty();
                    batch = over ? List.of() : next();
                    onTaken.accept(batch);
                } else if (dead.isEmpty()) {
                    idleLanes++;
                    try {
                        changed.awaitNanos(wait);
                    } finally {
                        idleLanes--;
                    }
                }
            } catch (InterruptedException e) {
                log.debug("a lane was interrupted while it waited for texts; it goes on");
                continue;
            } finally {
                lock.unlock();
            }
            bury(dead);
            if (over) {
                return null;
            }
            if (!batch.isEmpty()) {
                return batch;
            }
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

    /** Call with the lock held. */
    private List<InferenceTask.Item> removeDead() {
        long now = nanoClock.getAsLong();
        List<InferenceTask.Item> dead = new ArrayList<>();
        waiting.removeIf(item -> {
            InferenceTask task = item.task();
            boolean isDead =
                    task.isDone() || (task.deadlineNanos() != Long.MAX_VALUE && now - task.deadlineNanos() >= 0);
            if (isDead) {
                dead.add(item);
            }
            return isDead;
        });
        return dead;
    }

    /** Tells whoever is concerned that these will not run. Call without the lock. */
    private void bury(List<InferenceTask.Item> dead) {
        for (InferenceTask.Item item : dead) {
            boolean expired = !item.task().isDone();
            if (expired) {
                item.fail(new DeadlineExceededException("the timeout passed while the text waited for a lane ("
                        + depth() + " waiting); allow more time, or send less at once"));
            }
            if (item.isFirst()) {
                onDrop.accept(expired ? DropCause.EXPIRED : DropCause.CANCELLED);
            }
        }
    }
}
