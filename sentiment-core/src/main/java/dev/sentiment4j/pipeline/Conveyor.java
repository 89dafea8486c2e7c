package dev.sentiment4j.pipeline;

import dev.sentiment4j.pipeline.Batch.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Everything a pipeline holds, in the order in which it came. The source's thread adds deliveries as long as there is
 * room, analysis threads cut batches off the front, the writer takes them when they are done, strictly in their order:
 * so no event overtakes another. What arrives while everybody is busy gathers, and the next batch is the larger.
 *
 * <p>Thread-safe, by one lock: it is taken once for a batch, never for a post.
 */
final class Conveyor {
    private final int maxInFlight;
    private final long maxWeight;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Condition ready = lock.newCondition();
    private final ArrayDeque<Item> waiting = new ArrayDeque<>();
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private final Set<Batch> done = new HashSet<>();
    private int inFlight;
    private long weight;
    /** Nothing will be added. */
    private boolean ended;
    /** What waits will not be taken either. */
    private boolean stopped;
    /** Nobody will finish the batches that are not done. */
    private boolean abandoned;

    Conveyor(int maxInFlight, long maxWeight) {
        this.maxInFlight = maxInFlight;
        this.maxWeight = maxWeight;
    }

    /** Waits until something may be polled: how much of what is wanted; 0 when it has stopped. */
    int awaitRoom(int wanted) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!stopped && (inFlight >= maxInFlight || weight >= maxWeight)) {
                room.await();
            }
            return stopped ? 0 : Math.min(wanted, maxInFlight - inFlight);
        } finally {
            lock.unlock();
        }
    }

    /** Takes what was polled; also after it has stopped, so that it can be given back. */
    void add(List<Delivery> deliveries, long nowNanos) {
        lock.lock();
        try {
            for (Delivery delivery : deliveries) {
                Item item = new Item(delivery, nowNanos);
                waiting.add(item);
                inFlight++;
                weight += item.weight();
            }
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing will be added; what is here is finished. */
    void end() {
        lock.lock();
        try {
            ended = true;
            work.signalAll();
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Only batches that have been taken are finished. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            room.signalAll();
            work.signalAll();
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Who should have finished a batch will not; what is not done now is not waited for. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
        } finally {
            lock.unlock();
        }
        stop();
    }

    /** Waits for deliveries and takes the first ones; null when there will be none. */
    @Nullable
    Batch take(int most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!stopped && !ended && waiting.isEmpty()) {
                work.await();
            }
            if (stopped || waiting.isEmpty()) {
                return null;
            }
            List<Item> items = new ArrayList<>(Math.min(most, waiting.size()));
            while (items.size() < most && !waiting.isEmpty()) {
                items.add(waiting.remove());
            }
            Batch batch = new Batch(items);
            batches.add(batch);
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** A batch has been analyzed. */
    void done(Batch batch) {
        lock.lock();
        try {
            done.add(batch);
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the oldest batch is done: that one, and those behind it that are done too, while they have no more
     * than so many deliveries together. Empty when there will be none. They stay here until they are released.
     */
    List<Batch> awaitDone(int most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Batch oldest = batches.peek();
                if (oldest != null && done.contains(oldest)) {
                    return doneInOrder(most);
                }
                if (abandoned || (oldest == null && (stopped || (ended && waiting.isEmpty())))) {
                    return List.of();
                }
                ready.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Batch> doneInOrder(int most) {
        List<Batch> taken = new ArrayList<>();
        int size = 0;
        for (Batch batch : batches) {
            if (!done.contains(batch) || (!taken.isEmpty() && size + batch.size() > most)) {
                break;
            }
            taken.add(batch);
            size += batch.size();
        }
        return taken;
    }

    /** The oldest batches are acknowledged. */
    void release(List<Batch> acknowledged) {
        lock.lock();
        try {
            for (Batch batch : acknowledged) {
                batches.remove();
                done.remove(batch);
                batch.items().forEach(this::forget);
            }
            room.signalAll();
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Removes the deliveries that nobody has taken. */
    List<Delivery> removeWaiting() {
        lock.lock();
        try {
            List<Delivery> removed = waiting.stream().map(Item::delivery).toList();
            waiting.forEach(this::forget);
            waiting.clear();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** Removes the deliveries of all batches that were taken and not released. */
    List<Delivery> removeTaken() {
        lock.lock();
        try {
            List<Delivery> removed = batches.stream()
                    .flatMap(batch -> batch.items().stream())
                    .map(Item::delivery)
                    .toList();
            batches.forEach(batch -> batch.items().forEach(this::forget));
            batches.clear();
            done.clear();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    int inFlight() {
        lock.lock();
        try {
            return inFlight;
        } finally {
            lock.unlock();
        }
    }

    private void forget(Item item) {
        inFlight--;
        weight -= item.weight();
    }
}
