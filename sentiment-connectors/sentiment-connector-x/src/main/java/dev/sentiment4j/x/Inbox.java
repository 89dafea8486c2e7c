package dev.sentiment4j.x;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceLag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What has been read and not been polled, bounded: who puts waits for room. Remembers what was polled until it is
 * acknowledged; what is given back comes again in its old place. Thread-safe.
 */
final class Inbox {
    private static final long MAX_CHARS = 64L << 20;

    private final String name;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition roomy = lock.newCondition();
    private final NavigableMap<Long, Delivery> waiting = new TreeMap<>();
    private final Map<Long, Delivery> pending = new LinkedHashMap<>();
    private long next;
    private long chars;
    private long fullNanos = -1;
    private @Nullable Instant lastCreated;
    private @Nullable SourceException failure;
    private boolean closed;

    Inbox(String name, int capacity) {
        this.name = name;
        this.capacity = capacity;
    }

    /** Adds a delivery, when there is room. */
    void put(Delivery delivery) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && (waiting.size() >= capacity || chars > MAX_CHARS)) {
                if (fullNanos < 0) {
                    fullNanos = System.nanoTime();
                }
                roomy.await();
            }
            fullNanos = -1;
            if (!closed) {
                waiting.put(next, delivery.withHandle(next));
                chars += size(delivery);
                next++;
                filled.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will come: polls say so, once everything has been delivered. */
    void fail(SourceException e) {
        lock.lock();
        try {
            failure = e;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<Delivery> poll(int max, Duration timeout) throws InterruptedException {
        if (max < 1) {
            throw new IllegalArgumentException("max = " + max + ": must be at least 1");
        }
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (waiting.isEmpty() && failure == null && !closed && left > 0) {
                left = filled.awaitNanos(left);
            }
            if (closed) {
                throw new IllegalStateException(name + ": closed");
            }
            SourceException e = failure;
            if (waiting.isEmpty() && e != null) {
                throw e;
            }
            List<Delivery> polled = new ArrayList<>(Math.min(max, waiting.size()));
            while (polled.size() < max && !waiting.isEmpty()) {
                Map.Entry<Long, Delivery> first = waiting.pollFirstEntry();
                chars -= size(first.getValue());
                pending.put(first.getKey(), first.getValue());
                polled.add(first.getValue());
                first.getValue()
                        .event()
                        .filter(Post.class::isInstance)
                        .ifPresent(post -> lastCreated = ((Post) post).createdAt());
            }
            roomy.signalAll();
            return polled;
        } finally {
            lock.unlock();
        }
    }

    void acknowledge(List<Delivery> deliveries) {
        lock.lock();
        try {
            deliveries.forEach(delivery -> pending.remove(handle(delivery)));
        } finally {
            lock.unlock();
        }
    }

    void giveBack(List<Delivery> deliveries, NackReason reason) {
        lock.lock();
        try {
            for (Delivery delivery : deliveries) {
                if (pending.remove(handle(delivery)) != null && !closed) {
                    int count = delivery.deliveryCount() + (reason == NackReason.STOPPING ? 0 : 1);
                    waiting.put(handle(delivery), delivery.withDeliveryCount(count));
                    chars += size(delivery);
                }
            }
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static Long handle(Delivery delivery) {
        return (Long) delivery.handle().orElseThrow();
    }

    private static long size(Delivery delivery) {
        return delivery.event()
                .map(event -> event instanceof Post post ? post.text().length() : 0)
                .orElse(1024);
    }

    /** Before every post that has not been acknowledged: an id after which nothing is done for sure. */
    OptionalLong lowestUnacknowledged() {
        lock.lock();
        try {
            OptionalLong lowest = OptionalLong.empty();
            for (Iterable<Delivery> all : List.of(waiting.values(), pending.values())) {
                for (Delivery delivery : all) {
                    OptionalLong id = Marks.number(delivery.id());
                    if (id.isPresent() && (lowest.isEmpty() || id.getAsLong() < lowest.getAsLong())) {
                        lowest = id;
                    }
                }
            }
            return lowest;
        } finally {
            lock.unlock();
        }
    }

    SourceLag lag(Instant now) {
        lock.lock();
        try {
            return new SourceLag(
                    OptionalLong.of(waiting.size()),
                    OptionalLong.of(pending.size()),
                    Optional.ofNullable(lastCreated).map(created -> Duration.between(created, now)));
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** For how long somebody has been waiting for room. */
    Duration fullFor() {
        lock.lock();
        try {
            return fullNanos < 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - fullNanos);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            filled.signalAll();
            roomy.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
