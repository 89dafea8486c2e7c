package dev.sentiment4j.pipeline.memory;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.RawEntry;
import dev.sentiment4j.pipeline.SourceLag;
import dev.sentiment4j.pipeline.SourceListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A source of what a host puts into it, in that order. What is given back comes again before everything else, in its
 * old order. Nothing is kept beyond the life of this object. Thread-safe.
 */
public final class InMemoryPostSource implements PostSource {
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final NavigableMap<Long, Delivery> waiting = new TreeMap<>();
    private final Map<String, Delivery> pending = new LinkedHashMap<>();
    private long added;
    private boolean open;
    private boolean ended;
    private boolean closed;

    /** An empty source named "memory". */
    public InMemoryPostSource() {
        this("memory");
    }

    /** An empty source. */
    public InMemoryPostSource(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /** A source that gives these events and is then exhausted. */
    public static InMemoryPostSource of(Collection<? extends PostEvent> events) {
        InMemoryPostSource source = new InMemoryPostSource();
        events.forEach(source::add);
        source.end();
        return source;
    }

    /**
     * Adds an event behind all others.
     *
     * @throws IllegalStateException if the source has been ended or closed
     */
    public void add(PostEvent event) {
        Objects.requireNonNull(event, "event");
        append(id -> Delivery.of(id, event));
    }

    /**
     * Adds an entry that is no event.
     *
     * @throws IllegalStateException if the source has been ended or closed
     */
    public void addMalformed(RawEntry raw, String reason) {
        append(id -> Delivery.malformed(id, raw, reason));
    }

    private void append(Function<String, Delivery> delivery) {
        lock.lock();
        try {
            if (ended || closed) {
                throw new IllegalStateException("source '" + name + "' has been ended or closed, and takes no more");
            }
            waiting.put(added, delivery.apply(Long.toString(added)));
            added++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will be added: the source is exhausted once everything has been delivered. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many deliveries are neither acknowledged nor given back. */
    public int pending() {
        lock.lock();
        try {
            return pending.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void open(SourceListener listener) {
        lock.lock();
        try {
            if (closed) {
                throw closedException();
            }
            open = true;
        } finally {
            lock.unlock();
        }
        listener.connected();
    }

    @Override
    public List<Delivery> poll(int max, Duration timeout) throws InterruptedException {
        if (max < 1) {
            throw new IllegalArgumentException("max = " + max + ": must be at least 1");
        }
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            if (!open && !closed) {
                throw new IllegalStateException("source '" + name + "' is not open");
            }
            while (waiting.isEmpty() && !ended && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (closed) {
                throw closedException();
            }
            List<Delivery> polled = new ArrayList<>(Math.min(max, waiting.size()));
            while (polled.size() < max && !waiting.isEmpty()) {
                Delivery delivery = waiting.pollFirstEntry().getValue();
                pending.put(delivery.id(), delivery);
                polled.add(delivery);
            }
            return polled;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void acknowledge(List<Delivery> deliveries) {
        lock.lock();
        try {
            for (Delivery delivery : deliveries) {
                pending.remove(delivery.id(), delivery);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void negativeAcknowledge(List<Delivery> deliveries, NackReason reason) {
        lock.lock();
        try {
            for (Delivery delivery : deliveries) {
                if (pending.remove(delivery.id(), delivery)) {
                    int count = delivery.deliveryCount() + (reason == NackReason.STOPPING ? 0 : 1);
                    waiting.put(Long.valueOf(delivery.id()), delivery.withDeliveryCount(count));
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isExhausted() {
        lock.lock();
        try {
            return ended && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public SourceLag lag() {
        lock.lock();
        try {
            return new SourceLag(OptionalLong.of(waiting.size()), OptionalLong.of(pending.size()), Optional.empty());
        } finally {
            lock.unlock();
        }
    }

    /** Ends it; what waits and what is unacknowledged stays countable, and is delivered no more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private IllegalStateException closedException() {
        return new IllegalStateException("source '" + name + "' is closed");
    }
}
