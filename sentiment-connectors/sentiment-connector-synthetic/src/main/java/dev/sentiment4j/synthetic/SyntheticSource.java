package dev.sentiment4j.synthetic;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SourceLag;
import dev.sentiment4j.pipeline.SourceListener;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Delivers made-up posts at their rate. Whoever polls too seldom finds more waiting. What is given back comes again
 * from this source; nothing survives its closing. Exhausted when all of {@link SyntheticOptions#count()} are
 * acknowledged.
 */
public final class SyntheticSource implements PostSource {
    private final SyntheticPosts posts;
    private final Pace pace;
    private final long count;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Delivery> pending = new LinkedHashMap<>();
    private final ArrayDeque<Delivery> again = new ArrayDeque<>();
    private long start;
    private long delivered;
    private boolean open;
    private boolean closed;

    /** A source by the system's clock. */
    public SyntheticSource(SyntheticOptions options) {
        this(options, Clock.systemUTC());
    }

    /**
     * A source.
     *
     * @param clock tells when a post is written; the rate is kept by the JVM's own timer
     */
    public SyntheticSource(SyntheticOptions options, Clock clock) {
        this(options, clock, System::nanoTime);
    }

    SyntheticSource(SyntheticOptions options, Clock clock, LongSupplier nanoTime) {
        this.posts = new SyntheticPosts(options, clock);
        this.pace = new Pace(options);
        this.count = options.count() == SyntheticOptions.ENDLESS ? Long.MAX_VALUE : options.count();
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    @Override
    public String name() {
        return "synthetic";
    }

    @Override
    public void open(SourceListener listener) {
        lock.lock();
        try {
            if (open || closed) {
                throw new IllegalStateException(closed ? "synthetic: closed" : "synthetic: open already");
            }
            open = true;
            start = nanoTime.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Delivery> poll(int max, Duration timeout) throws InterruptedException {
        if (max < 1) {
            throw new IllegalArgumentException("max = " + max + ": must be at least 1");
        }
        lock.lockInterruptibly();
        try {
            long deadline = nanoTime.getAsLong() + timeout.toNanos();
            while (true) {
                if (!open || closed) {
                    throw new IllegalStateException(closed ? "synthetic: closed" : "synthetic: not open");
                }
                List<Delivery> out = take(max);
                long left = deadline - nanoTime.getAsLong();
                if (!out.isEmpty() || left <= 0) {
                    return out;
                }
                // Short enough for any rate to be met to the millisecond; a close or a return wakes it up.
                changed.awaitNanos(Math.min(left, posts.hasNext() ? 1_000_000 : left));
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Delivery> take(int max) {
        List<Delivery> out = new ArrayList<>();
        while (out.size() < max && !again.isEmpty()) {
            out.add(again.remove());
        }
        long due = pace.due(nanoTime.getAsLong() - start);
        while (out.size() < max && delivered < due && posts.hasNext()) {
            out.add(posts.next());
            delivered++;
        }
        out.forEach(delivery -> pending.put(delivery.id(), delivery));
        return out;
    }

    @Override
    public void acknowledge(List<Delivery> deliveries) {
        lock.lock();
        try {
            deliveries.forEach(delivery -> pending.remove(delivery.id()));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void negativeAcknowledge(List<Delivery> deliveries, NackReason reason) {
        lock.lock();
        try {
            for (Delivery delivery : deliveries) {
                if (pending.remove(delivery.id()) != null) {
                    again.add(delivery.withDeliveryCount(delivery.deliveryCount() + 1));
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
            return !posts.hasNext() && pending.isEmpty() && again.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public SourceLag lag() {
        lock.lock();
        try {
            long due = open ? Math.min(count, pace.due(nanoTime.getAsLong() - start)) : 0;
            OptionalLong waiting = due == Long.MAX_VALUE
                    ? OptionalLong.empty()
                    : OptionalLong.of(Math.max(0, due - delivered) + again.size());
            return new SourceLag(waiting, OptionalLong.of(pending.size()), Optional.empty());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            pending.clear();
            again.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
