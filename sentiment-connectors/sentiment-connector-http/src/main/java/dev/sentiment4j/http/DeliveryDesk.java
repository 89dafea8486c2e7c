package dev.sentiment4j.http;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceLag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What lies between a connector's reading thread and whoever polls: a bounded queue, and what was handed over and is
 * not acknowledged. What is given back comes again before everything else, in its old order. Thread-safe.
 */
public final class DeliveryDesk {
    private final String who;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final NavigableMap<Long, Delivery> waiting = new TreeMap<>();
    private final NavigableMap<Long, Delivery> pending = new TreeMap<>();
    private long last;
    private @Nullable SourceException failure;
    private boolean open;
    private boolean closed;

    /**
     * An empty desk, not open.
     *
     * @param who names the source in messages
     * @param capacity deliveries that wait, before {@link #put} waits
     */
    public DeliveryDesk(String who, int capacity) {
        this.who = who;
        this.capacity = capacity;
    }

    /**
     * Opens it.
     *
     * @throws IllegalStateException if it is open or closed
     */
    public void open() {
        lock.lock();
        try {
            if (open || closed) {
                throw new IllegalStateException(who + (closed ? ": closed" : ": open already"));
            }
            open = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a delivery behind all others, when there is room. Its handle is the desk's from now on.
     *
     * @return whether it was taken; false once the desk is closed
     */
    public boolean put(Delivery delivery) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.size() >= capacity && !closed) {
                changed.await();
            }
            if (closed) {
                return false;
            }
            waiting.put(++last, delivery.withHandle(last));
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #put} would not wait. */
    public boolean hasRoom() {
        lock.lock();
        try {
            return waiting.size() < capacity;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will come: polls throw this when everything has been handed over. */
    public void fail(SourceException e) {
        lock.lock();
        try {
            failure = e;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link dev.sentiment4j.pipeline.PostSource#poll}. */
    public List<Delivery> poll(int max, Duration timeout) throws InterruptedException {
        if (max < 1) {
            throw new IllegalArgumentException("max = " + max + ": must be at least 1");
        }
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (open && !closed && waiting.isEmpty() && failure == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (!open || closed) {
                throw new IllegalStateException(who + (closed ? ": closed" : ": not open"));
            }
            SourceException failed = failure;
            if (waiting.isEmpty() && failed != null) {
                // A new one each time: its stack trace is that of the one who polls.
                throw failed.isRetriable()
                        ? SourceException.unavailable(String.valueOf(failed.getMessage()), failed)
                        : SourceException.fatal(String.valueOf(failed.getMessage()), failed);
            }
            List<Delivery> polled = new ArrayList<>(Math.min(max, waiting.size()));
            while (polled.size() < max && !waiting.isEmpty()) {
                Delivery delivery = waiting.pollFirstEntry().getValue();
                pending.put(number(delivery), delivery);
                polled.add(delivery);
            }
            changed.signalAll();
            return polled;
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link dev.sentiment4j.pipeline.PostSource#acknowledge}.
     *
     * @return those that were not acknowledged before
     */
    public List<Delivery> acknowledge(List<Delivery> deliveries) {
        lock.lock();
        try {
            List<Delivery> fresh = new ArrayList<>(deliveries.size());
            for (Delivery delivery : deliveries) {
                if (pending.remove(number(delivery), delivery)) {
                    fresh.add(delivery);
                }
            }
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link dev.sentiment4j.pipeline.PostSource#negativeAcknowledge}. */
    public void negativeAcknowledge(List<Delivery> deliveries, NackReason reason) {
        lock.lock();
        try {
            for (Delivery delivery : deliveries) {
                long number = number(delivery);
                if (pending.remove(number, delivery)) {
                    int more = reason == NackReason.STOPPING ? 0 : 1;
                    waiting.put(number, delivery.withDeliveryCount(delivery.deliveryCount() + more));
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static long number(Delivery delivery) {
        return delivery.handle()
                .filter(Long.class::isInstance)
                .map(Long.class::cast)
                .orElse(-1L);
    }

    /** What waits here and what is handed over. */
    public SourceLag lag(Optional<Duration> age) {
        lock.lock();
        try {
            return new SourceLag(OptionalLong.of(waiting.size()), OptionalLong.of(pending.size()), age);
        } finally {
            lock.unlock();
        }
    }

    /** Ends it: polls and puts come back. Idempotent. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            pending.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
