package dev.sentiment4j.window;

import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.Rejection;
import dev.sentiment4j.pipeline.SinkEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Counts analyzed posts by time and dimension: a {@link PostSink} whose outcome are windows. Thread-safe.
 *
 * <pre>{@code
 * SentimentWindows windows = SentimentWindows.builder(WindowOptions.builder()
 *                 .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
 *                 .dimension(Dimension.product())
 *                 .build())
 *         .listener(window -> System.out.println(window.overall().meanScore()))
 *         .build();
 * }</pre>
 *
 * <p><b>Time</b> is that of the posts. The watermark follows the latest post at a distance,
 * {@link WindowOptions#maxDelay()}, and never goes back. When it passes the end of a window, the window closes and is
 * given to the listeners. For {@link WindowOptions#allowedLateness()} longer, posts that come late, edits and deletions
 * correct it: it is given again, with a higher revision, whenever the watermark next passes the border of a pane, or on
 * {@link #flush()}. A pane is a stretch of time that no window divides.
 *
 * <p><b>Each post counts once</b>, in its latest version and analysis, however often and in whatever order versions and
 * deletions come, while it is remembered: as long as one of its windows can be corrected, and not more than
 * {@link WindowOptions#maxPosts()} at once.
 *
 * <p><b>Memory</b> is bounded by the cells (windows in sight, groups, {@link WindowOptions#maxCells()}) and the
 * remembered posts; what did not fit is told, in {@link #tally()} and {@link CellStats#isComplete()}.
 *
 * <p>What is not closed yet lives in memory alone: a host that must not lose it keeps {@link #save()}.
 */
public final class SentimentWindows implements PostSink {
    private final ReentrantLock lock = new ReentrantLock();
    private final WindowOptions options;
    private final Clock clock;
    private final Ledger ledger;
    private final SnapshotMaker maker;
    private final WindowCloser closer;
    private final WindowDelivery delivery;
    private long latestNow = Long.MIN_VALUE;
    private long latestArrival = Long.MIN_VALUE;

    private SentimentWindows(Builder b) {
        this.options = b.options;
        this.clock = b.clock;
        this.ledger = new Ledger(options);
        this.maker = new SnapshotMaker(ledger);
        this.delivery = new WindowDelivery(b.listeners);
        this.closer = new WindowCloser(ledger, maker, delivery::queue);
        byte[] state = b.state;
        if (state != null) {
            StateCodec.read(state, ledger, closer, delivery::queue);
        }
    }

    /** Starts windows with these options. */
    public static Builder builder(WindowOptions options) {
        return new Builder(options);
    }

    /** What they were built with. */
    public WindowOptions options() {
        return options;
    }

    @Override
    public String name() {
        return "windows";
    }

    /**
     * Counts events, and gives windows that closed to the listeners. No event is rejected: what cannot be counted is
     * told in {@link #tally()}.
     *
     * @throws dev.sentiment4j.pipeline.SinkException if a listener could not take a window and may later: the events
     *     are counted, and the window is given again with the next call
     */
    @Override
    public List<Rejection> write(List<SinkEvent> events) throws InterruptedException {
        lock.lock();
        try {
            long now = now();
            for (SinkEvent event : events) {
                ledger.apply(event, now, closer);
                closer.advance();
            }
            if (!events.isEmpty()) {
                latestArrival = now;
            }
        } finally {
            lock.unlock();
        }
        delivery.deliver();
        return List.of();
    }

    /** {@link #write} for one event. */
    public void add(SinkEvent event) throws InterruptedException {
        write(List.of(event));
    }

    /**
     * To be called now and then where posts come live, so that windows close when none come: if nothing was written for
     * {@link WindowOptions#idleTimeout()}, the watermark follows the clock.
     *
     * @throws dev.sentiment4j.pipeline.SinkException like {@link #write}
     */
    public void tick() throws InterruptedException {
        lock.lock();
        try {
            long now = now();
            if (latestArrival == Long.MIN_VALUE) {
                latestArrival = now;
            }
            if (now - latestArrival >= options.idleTimeout().toMillis()) {
                advance(now - options.maxDelay().toMillis());
            }
        } finally {
            lock.unlock();
        }
        delivery.deliver();
    }

    /**
     * Takes all posts up to this time to be there, as at the end of a replay: windows that end until then close. A time
     * before the watermark changes nothing.
     *
     * @throws dev.sentiment4j.pipeline.SinkException like {@link #write}
     */
    public void advanceTo(Instant watermark) throws InterruptedException {
        lock.lock();
        try {
            // Any later is as late as a post can be, so that Instant.MAX closes everything.
            Instant last = watermark.isAfter(Post.MAX_TIME) ? Post.MAX_TIME : watermark;
            advance((last.isBefore(Post.MIN_TIME) ? Post.MIN_TIME : last).toEpochMilli());
        } finally {
            lock.unlock();
        }
        delivery.deliver();
    }

    private void advance(long watermark) {
        if (ledger.watermark == Long.MIN_VALUE || watermark > ledger.watermark) {
            ledger.watermark = watermark;
            closer.advance();
        }
    }

    /**
     * Gives corrections to the listeners now, rather than when time goes on.
     *
     * @throws dev.sentiment4j.pipeline.SinkException like {@link #write}
     */
    public void flush() throws InterruptedException {
        lock.lock();
        try {
            closer.correct();
        } finally {
            lock.unlock();
        }
        delivery.deliver();
    }

    /** Never goes back, whatever the clock does. */
    private long now() {
        latestNow = Math.max(latestNow, clock.millis());
        return latestNow;
    }

    /**
     * The windows of a name that are not closed yet and have posts, as they stand, by end: for live views.
     *
     * @throws IllegalArgumentException if there is no such window
     */
    public List<WindowSnapshot> open(String window) {
        WindowSpec spec = SnapshotMaker.find(options.windows(), window);
        if (spec == null) {
            throw new IllegalArgumentException(
                    "no window '" + window + "'; there are " + SnapshotMaker.names(options.windows()));
        }
        lock.lock();
        try {
            List<WindowSnapshot> open = new ArrayList<>();
            for (long end : closer.openEnds(spec)) {
                open.add(maker.make(spec, end, WindowSnapshot.State.OPEN, 0));
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** Up to when all posts are taken to be there; empty before the first. */
    public Optional<Instant> watermark() {
        lock.lock();
        try {
            return ledger.watermark == Long.MIN_VALUE
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(ledger.watermark));
        } finally {
            lock.unlock();
        }
    }

    /** What became of everything so far. */
    public WindowTally tally() {
        lock.lock();
        try {
            return ledger.tally.tally((long) ledger.rows.size() + ledger.graves.size(), ledger.panes.size());
        } finally {
            lock.unlock();
        }
    }

    /**
     * All that is not handed out for good: for {@link Builder#restore}, with the same options. Keys of posts are in it,
     * no texts. Windows that some listener has not taken yet are in it, and given to all of them again: with the next
     * call, and a second time to those that had them.
     */
    public byte[] save() {
        lock.lock();
        try {
            return StateCodec.write(ledger, closer, delivery.waiting());
        } finally {
            lock.unlock();
        }
    }

    /** Does nothing: windows that are not closed stay open, see {@link #advanceTo} and {@link #save()}. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return "SentimentWindows[" + SnapshotMaker.names(options.windows()) + ", " + tally() + "]";
    }

    /** Collects the parts. Not thread-safe. */
    public static final class Builder {
        private final WindowOptions options;
        private final List<WindowListener> listeners = new ArrayList<>();
        private Clock clock = Clock.systemUTC();
        private byte @Nullable [] state;

        private Builder(WindowOptions options) {
            this.options = Objects.requireNonNull(options, "options");
        }

        /** Adds a listener; {@link WindowStore}s are listeners as well. They are called in their order. */
        public Builder listener(WindowListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** Tells how far ahead posts are, and when none come; default that of the system. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Goes on from what {@link SentimentWindows#save()} returned. */
        public Builder restore(byte[] state) {
            this.state = state.clone();
            return this;
        }

        /**
         * The windows.
         *
         * @throws IllegalArgumentException if there is a state that cannot be read, or that other options made
         */
        public SentimentWindows build() {
            return new SentimentWindows(this);
        }
    }
}
