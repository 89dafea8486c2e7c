package dev.sentiment4j.http;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceLag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
 * What lies between a connector's reading thread and whoever polls: a bounded queue, and what was handed over and is
 * not acknowledged. What is given back comes again before everything else, in its old order. Thread-safe.
 */
public final class DeliveryDesk {
    /** What waits may have as many characters and bytes, whatever its number. */
    private static final long MAX_CHARS = 64L << 20;

    private final String who;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final NavigableMap<Long, Delivery> waiting = new TreeMap<>();
    private final NavigableMap<Long, Delivery> pending = new TreeMap<>();
    private long last;
    private long chars;
    private long fullNanos = -1;
    private @Nullable Instant lastWritten;
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
            while (isFull() && !closed) {
                if (fullNanos < 0) {
                    fullNanos = System.nanoTime();
                }
                changed.await();
            }
            fullNanos = -1;
            if (closed) {
                return false;
            }
            add(++last, delivery.withHandle(last));
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return waiting.size() >= capacity || chars >= MAX_CHARS;
    }

    private void add(long number, Delivery delivery) {
        waiting.put(number, delivery);
        chars += chars(delivery);
    }

    private static long chars(Delivery delivery) {
        if (delivery.event().orElse(null) instanceof Post post) {
            return chars(post);
        }
        return delivery.malformed()
                .map(malformed -> malformed.raw().size() + malformed.reason().length())
                .orElse(0L);
    }

    private static long chars(Post post) {
        long chars = (long) post.text().length()
                + post.authorId().map(String::length).orElse(0)
                + post.authorName().map(String::length).orElse(0)
                + post.url().map(String::length).orElse(0);
        for (Map.Entry<String, String> attribute : post.attributes().entrySet()) {
            chars += attribute.getKey().length() + attribute.getValue().length();
        }
        for (String id : post.supersedes()) {
            chars += id.length();
        }
        return chars;
    }

    /** Whether {@link #put} would not wait. */
    public boolean hasRoom() {
        lock.lock();
        try {
            return !isFull();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Nothing more will come, as a thread has ended with this: polls throw it when everything has been handed over.
     * What is no {@link SourceException} is fatal; only the calling thread and the type are named, since messages may
     * have anything in them.
     */
    public void fail(Throwable e) {
        lock.lock();
        try {
            failure = e instanceof SourceException s ? s : SourceException.fatal(ended(e), e);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static String ended(Throwable e) {
        String thread = Thread.currentThread().getName();
        return e instanceof InterruptedException
                ? thread + ": its thread was interrupted"
                : thread + " has failed with " + e.getClass().getName() + "; this is a defect";
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
                throw again(failed);
            }
            List<Delivery> polled = new ArrayList<>(Math.min(max, waiting.size()));
            while (polled.size() < max && !waiting.isEmpty()) {
                Delivery delivery = waiting.pollFirstEntry().getValue();
                chars -= chars(delivery);
                if (delivery.event().orElse(null) instanceof Post post) {
                    lastWritten = post.createdAt();
                }
                pending.put(number(delivery), delivery);
                polled.add(delivery);
            }
            changed.signalAll();
            return polled;
        } finally {
            lock.unlock();
        }
    }

    /** A new one each time: its stack trace is that of the one who polls. */
    private static SourceException again(SourceException failed) {
        String message = String.valueOf(failed.getMessage());
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        return failed.isRetriable()
                ? SourceException.unavailable(message, cause)
                : SourceException.fatal(message, cause);
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
                    add(number, delivery.withDeliveryCount(delivery.deliveryCount() + more));
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

    /** What waits here and what is handed over, and how old the post was that was polled last. */
    public SourceLag lag(Instant now) {
        lock.lock();
        try {
            return new SourceLag(
                    OptionalLong.of(waiting.size()),
                    OptionalLong.of(pending.size()),
                    Optional.ofNullable(lastWritten)
                            .map(written -> Duration.between(written, now))
                            .map(age -> age.isNegative() ? Duration.ZERO : age));
        } finally {
            lock.unlock();
        }
    }

    /** All that waits or is handed over; nothing once it is closed. */
    public List<Delivery> unacknowledged() {
        lock.lock();
        try {
            List<Delivery> all = new ArrayList<>(pending.values());
            all.addAll(waiting.values());
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait. */
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** For how long somebody has been waiting for room. */
    public Duration fullFor() {
        lock.lock();
        try {
            return fullNanos < 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - fullNanos);
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
            chars = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
