package dev.sentiment4j.reddit;

import dev.sentiment4j.http.DeliveryDesk;
import dev.sentiment4j.http.PollLoop;
import dev.sentiment4j.http.Uninterrupted;
import dev.sentiment4j.pipeline.CheckpointException;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceLag;
import dev.sentiment4j.pipeline.SourceListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * New posts and comments of subreddits, later versions of them, and their deletions. Keys are {@code reddit} and the
 * item's full name, such as {@code t1_k3yrfii}; a post's text is its title and what stands under it.
 *
 * <p>A thread of its own asks Reddit as often as items come, within the limit of the {@link RedditClient}, and keeps
 * them for the one who polls. It outlives disconnects, refusals and Reddit's bad days by itself, tells its
 * {@link SourceListener} of them, and fails only where a person has to help. What was written while it was away is read
 * when it is back, as far as Reddit lists it: some thousand items of a listing. Whether that was not enough, it tells
 * as a gap.
 *
 * <p>Each item comes once, as long as this object lives. The place survives in a {@link CheckpointStore}: what was
 * delivered and not acknowledged, or acknowledged since the last save, comes again from the next source. Each item is
 * looked at again at the ages of {@link RedditSourceOptions#recheckAfter()}.
 */
public final class RedditSource implements PostSource {
    private final String name;
    private final RedditClient client;
    private final RedditSourceOptions options;
    private final CheckpointStore checkpoints;
    private final RandomGenerator random;
    private final DeliveryDesk desk;
    private final Unacknowledged unacknowledged = new Unacknowledged();
    private volatile @Nullable RedditSaver saver;
    private @Nullable PollLoop loop;
    private volatile @Nullable RedditReader reader;
    private volatile @Nullable Watch watch;
    private boolean closed;

    /**
     * A source.
     *
     * @param client may serve other sources too
     * @param checkpoints where its place is kept; stays the caller's, and is not closed
     */
    public RedditSource(RedditClient client, RedditSourceOptions options, CheckpointStore checkpoints) {
        this(client, options, checkpoints, new Random());
    }

    RedditSource(
            RedditClient client, RedditSourceOptions options, CheckpointStore checkpoints, RandomGenerator random) {
        this.client = Objects.requireNonNull(client, "client");
        this.options = Objects.requireNonNull(options, "options");
        this.checkpoints = Objects.requireNonNull(checkpoints, "checkpoints");
        this.random = random;
        List<String> subreddits = options.subreddits();
        this.name = "reddit:"
                + (subreddits.size() <= 3
                        ? String.join("+", subreddits)
                        : subreddits.get(0) + "+" + (subreddits.size() - 1) + " more");
        this.desk = new DeliveryDesk(name, options.bufferCapacity());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void open(SourceListener listener) {
        if (closed || loop != null) {
            throw new IllegalStateException(name + (closed ? ": closed" : ": open already"));
        }
        RedditReader made = prepare(listener);
        loop = PollLoop.start("sentiment-" + name, made::step, desk, client.time());
    }

    /** The reader with its place, for who steps by himself. */
    RedditReader prepare(SourceListener listener) {
        List<Listing> listings = new ArrayList<>();
        for (RedditSourceOptions.Kind kind : options.kinds()) {
            listings.add(new Listing(
                    "/r/" + String.join("+", options.subreddits()) + "/" + kind.listing(),
                    new SeenWindow(options.dedupWindow())));
        }
        Watch fresh = new Watch(options.recheckAfter(), options.recheckCapacity());
        watch = fresh;
        RedditSaver made = new RedditSaver(checkpoints, options, listings, fresh, unacknowledged, client.time());
        try {
            made.load();
        } catch (CheckpointException e) {
            String message = name + ": its place cannot be loaded: " + e.getMessage();
            throw e.isRetriable() ? SourceException.unavailable(message, e) : SourceException.fatal(message, e);
        }
        saver = made;
        RedditReader stepper =
                new RedditReader(name, client, options, listings, fresh, made, desk, unacknowledged, listener, random);
        desk.open();
        reader = stepper;
        return stepper;
    }

    @Override
    public List<Delivery> poll(int max, Duration timeout) throws InterruptedException {
        return desk.poll(max, timeout);
    }

    @Override
    public void acknowledge(List<Delivery> deliveries) {
        Watch w = watch;
        RedditSaver s = saver;
        for (Delivery delivery : desk.acknowledge(deliveries)) {
            if (w != null && s != null && w.settled(delivery.id())) {
                s.watchedChanged();
            } else {
                unacknowledged.remove(delivery.id());
            }
        }
    }

    @Override
    public void negativeAcknowledge(List<Delivery> deliveries, NackReason reason) {
        desk.negativeAcknowledge(deliveries, reason);
    }

    @Override
    public SourceLag lag() {
        return desk.lag(client.time().now());
    }

    /** What it has done so far; empty before it was opened. */
    public Optional<RedditStats> stats() {
        return Optional.ofNullable(reader).map(RedditReader::stats);
    }

    /** Ends it within a second, whatever it waits for, and saves its place. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        desk.close();
        if (loop != null) {
            loop.close();
        }
        save();
    }

    private void save() {
        RedditSaver s = saver;
        if (s != null) {
            try {
                Uninterrupted.run(() -> s.save(true));
            } catch (SourceException e) {
                org.slf4j.LoggerFactory.getLogger(RedditSource.class)
                        .warn("{}: {}; what came last comes again", name, e.getMessage());
            }
        }
    }

    @Override
    public String toString() {
        return "RedditSource[" + name + ", " + options + "]";
    }
}
