package dev.sentiment4j.batch;

import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.Priority;
import dev.sentiment4j.batch.Computation.Item;
import dev.sentiment4j.spi.AnalyzerListener.DropCause;
import dev.sentiment4j.spi.BatchCost;
import java.util.ArrayList;
import java.util.Collection;
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
 * What waits for a lane: interactive texts and bulk texts, each oldest first. Its length is bounded by
 * {@link Admission}, not here. Thread-safe.
 *
 * <p>A free lane takes a batch at once; while all lanes are busy, texts gather. When several lanes are free they share
 * what is waiting, so that a burst does not queue up behind one of them. A batch holds texts of one priority, so that
 * bulk texts never make an interactive one slower; bulk texts count as {@link BatchOptions#bulkAging()} younger than
 * they are, and go first once they are older even so. Cancelled and expired texts are dropped when they are met. Nobody
 * is told anything while the lock is held: callbacks may do whatever they like.
 *
 * <p>Every lane has a {@link Seat}. While nothing waits, a caller may borrow that of a sleeping lane and run his text
 * on his own thread: handing it over and back costs two wake-ups of a thread, which for one short text is more than all
 * the rest that this library does.
 */
final class BatchQueue {
    private static final Logger log = LoggerFactory.getLogger(BatchQueue.class);

    /**
     * How many waiting texts the planner looks at: enough to find neighbours in length, few enough to sort for each
     * batch.
     */
    static final int WINDOW = 2048;

    /** Interactive texts are answered sooner in batches that are a little less than the best for throughput. */
    private static final double INTERACTIVE_SLACK = 0.02;

    private final BatchOptions options;
    private final BatchPlanner planner;
    private final LongSupplier nanoClock;
    private final Consumer<DropCause> onDrop;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Seat> seats = new ArrayList<>();
    private final List<Item> interactive = new ArrayList<>();
    private final List<Item> bulk = new ArrayList<>();
    private boolean closed;

    BatchQueue(BatchOptions options, BatchCost cost, LongSupplier nanoClock, Consumer<DropCause> onDrop) {
        this.options = options;
        this.planner = new BatchPlanner(cost, options.maxBatchTokens(), options.callOverheadTokens());
        this.nanoClock = nanoClock;
        this.onDrop = onDrop;
    }

    /** A lane's place at the queue. Its state is guarded by the queue's lock. */
    final class Seat {
        private final Condition wake = lock.newCondition();
        private final Consumer<List<Item>> engine;
        private SeatState state = SeatState.BUSY;

        private Seat(Consumer<List<Item>> engine) {
            this.engine = engine;
        }

        /** Runs items with the engine of the lane, for whoever has borrowed its seat. */
        void run(List<Item> items) {
            engine.accept(items);
        }
    }

    private enum SeatState {
        BUSY,
        /** Its lane waits for texts. */
        ASLEEP,
        /** Told to look again, and not awake yet. */
        WOKEN,
        /** Its lane waits until a caller, who runs a text with the lane's engine, gives it back. */
        LENT
    }

    /**
     * A place for one more lane.
     *
     * @param engine runs items on the calling thread; must not throw
     */
    Seat join(Consumer<List<Item>> engine) {
        lock.lock();
        try {
            Seat seat = new Seat(engine);
            seats.add(seat);
            return seat;
        } finally {
            lock.unlock();
        }
    }

    /** Gives up the place of a lane that has ended. */
    void leave(Seat seat) {
        lock.lock();
        try {
            seats.remove(seat);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lends the engine of a sleeping lane to the calling thread. Only while nothing waits, so that nobody is overtaken,
     * and never where texts are to be gathered first.
     *
     * @return the lane's place, to be given back by {@link #takeBack}; null if there is none to lend
     */
    @Nullable
    Seat lend() {
        if (!options.maxDelay().isZero()) {
            return null;
        }
        lock.lock();
        try {
            if (closed || size() > 0) {
                return null;
            }
            for (Seat seat : seats) {
                if (seat.state == SeatState.ASLEEP) {
                    seat.state = SeatState.LENT;
                    return seat;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends what {@link #lend} began. The lane sleeps on if there is nothing to do. */
    void takeBack(Seat seat) {
        lock.lock();
        try {
            seat.state = SeatState.ASLEEP;
            if (closed || size() > 0) {
                wake(seat);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Appends the items of computations; false if the queue is closed. */
    boolean offer(Collection<Computation> computations) {
        List<Item> dead = List.of();
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            for (Computation computation : computations) {
                line(computation.priority()).addAll(computation.items());
            }
            if (size() > 2L * (options.queueCapacity() + options.bulkWindow()) + WINDOW) {
                dead = removeDead();
            }
            wakeOne();
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
    List<Item> giveBack(List<Item> items) {
        Map<Boolean, List<Item>> parts = items.stream().collect(Collectors.partitioningBy(Item::survives));
        lock.lock();
        try {
            for (Priority priority : Priority.values()) {
                line(priority)
                        .addAll(
                                0,
                                parts.getOrDefault(true, List.of()).stream()
                                        .filter(item -> item.computation().priority() == priority)
                                        .toList());
            }
            wakeOne();
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
     * @param seat the lane's own
     * @param onTaken told of the batch before the queue lets go of it, so that every text is always in somebody's hands
     */
    @Nullable
    List<Item> take(Seat seat, Consumer<List<Item>> onTaken) {
        while (true) {
            List<Item> dead;
            List<Item> batch = List.of();
            boolean over = false;
            lock.lock();
            try {
                dead = removeDead();
                long wait = waitNanos();
                if (wait <= 0) {
                    over = size() == 0;
                    batch = over ? List.of() : next();
                    onTaken.accept(batch);
                } else if (dead.isEmpty()) {
                    sleep(seat, wait);
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
            seats.forEach(this::wake);
        } finally {
            lock.unlock();
        }
    }

    /** Takes everything out. */
    List<Item> drain() {
        lock.lock();
        try {
            List<Item> all = new ArrayList<>(interactive);
            all.addAll(bulk);
            interactive.clear();
            bulk.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    int depth() {
        lock.lock();
        try {
            return size();
        } finally {
            lock.unlock();
        }
    }

    /** Tells whoever is concerned that these will not run. Call without the lock. */
    void bury(List<Item> dead) {
        for (Item item : dead) {
            item.computation()
                    .bury(
                            nanoClock.getAsLong(),
                            () -> new DeadlineExceededException("the timeout passed while the text waited for a lane ("
                                    + depth() + " waiting); allow more time, or send less at once"),
                            onDrop);
        }
    }

    /** Call with the lock held. */
    private void sleep(Seat seat, long nanos) throws InterruptedException {
        seat.state = SeatState.ASLEEP;
        long left = nanos;
        try {
            while (seat.state == SeatState.ASLEEP && left > 0) {
                left = seat.wake.awaitNanos(left);
            }
        } finally {
            while (seat.state == SeatState.LENT) {
                seat.wake.awaitUninterruptibly();
            }
            seat.state = SeatState.BUSY;
        }
    }

    /** Call with the lock held. */
    private void wakeOne() {
        for (Seat seat : seats) {
            if (seat.state == SeatState.ASLEEP) {
                wake(seat);
                return;
            }
        }
    }

    /** Call with the lock held. Whoever borrowed a lane wakes it himself when he gives it back. */
    private void wake(Seat seat) {
        if (seat.state == SeatState.ASLEEP) {
            seat.state = SeatState.WOKEN;
            seat.wake.signal();
        }
    }

    /** Lanes that are about to look for texts. Call with the lock held. */
    private int idleLanes() {
        int idle = 0;
        for (Seat seat : seats) {
            if (seat.state == SeatState.ASLEEP || seat.state == SeatState.WOKEN) {
                idle++;
            }
        }
        return idle;
    }

    private List<Item> line(Priority priority) {
        return priority == Priority.BULK ? bulk : interactive;
    }

    private int size() {
        return interactive.size() + bulk.size();
    }

    /** Where the next batch comes from: where the oldest text is, bulk texts counting as younger than they are. */
    private List<Item> nextLine() {
        if (interactive.isEmpty() || bulk.isEmpty()) {
            return interactive.isEmpty() ? bulk : interactive;
        }
        long ahead = submitted(interactive.get(0)) - submitted(bulk.get(0));
        return ahead >= options.bulkAging().toNanos() ? bulk : interactive;
    }

    private static long submitted(Item item) {
        return item.computation().submittedNanos();
    }

    /** How long a free lane has nothing to do; the fill delay counts from the oldest text's submission. */
    private long waitNanos() {
        if (closed) {
            return 0;
        }
        if (size() == 0) {
            return Long.MAX_VALUE;
        }
        long maxDelay = options.maxDelay().toNanos();
        List<Item> line = nextLine();
        return maxDelay == 0 || fillsABatch(line) ? 0 : maxDelay - (nanoClock.getAsLong() - submitted(line.get(0)));
    }

    private boolean fillsABatch(List<Item> line) {
        if (line.size() >= options.maxBatchSize()) {
            return true;
        }
        long tokens = 0;
        for (Item item : line) {
            tokens += item.ids().length;
        }
        return tokens >= options.maxBatchTokens();
    }

    private List<Item> next() {
        List<Item> line = nextLine();
        int window = Math.min(line.size(), WINDOW);
        int[] lengths = new int[window];
        for (int i = 0; i < window; i++) {
            lengths[i] = line.get(i).ids().length;
        }
        int idle = idleLanes();
        int share = (line.size() + idle) / (idle + 1);
        int[] chosen = planner.plan(
                lengths, Math.min(options.maxBatchSize(), share), line == interactive ? INTERACTIVE_SLACK : 0);
        List<Item> batch = remove(line, window, chosen);
        if (size() > 0) {
            wakeOne();
        }
        return batch;
    }

    private static List<Item> remove(List<Item> line, int window, int[] chosen) {
        List<Item> batch = new ArrayList<>(chosen.length);
        int next = 0;
        int kept = 0;
        for (int i = 0; i < window; i++) {
            Item item = line.get(i);
            if (next < chosen.length && chosen[next] == i) {
                batch.add(item);
                next++;
            } else {
                line.set(kept++, item);
            }
        }
        line.subList(kept, window).clear();
        return batch;
    }

    /** Call with the lock held. */
    private List<Item> removeDead() {
        long now = nanoClock.getAsLong();
        List<Item> dead = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            line(priority).removeIf(item -> {
                boolean isDead = item.computation().isSettledOrUnwanted(now);
                if (isDead) {
                    dead.add(item);
                }
                return isDead;
            });
        }
        return dead;
    }
}
