package dev.sentiment4j.instagram;

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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recent media of hashtags, and comments on media of one's own account. Keys are {@code instagram} and the id; the text
 * is the caption or comment. Without a checkpoint it begins with what is offered: media of the last 24 hours, all
 * comments.
 *
 * <p>A thread of its own asks in turns, within the limits of the {@link InstagramClient}. It outlives disconnects and
 * limits by itself and tells its {@link SourceListener} of them; a hashtag or media that cannot be read is left alone
 * for an hour, and the others go on. The platform tells no deletions: see the documentation for what that asks of you.
 *
 * <p>Each item comes once, as long as this object lives. The place survives in a {@link CheckpointStore}: what was not
 * acknowledged, or acknowledged since the last save, comes again from the next source.
 */
public final class InstagramSource implements PostSource {
    private static final Logger log = LoggerFactory.getLogger(InstagramSource.class);

    private final String name;
    private final InstagramClient client;
    private final InstagramSourceOptions options;
    private final CheckpointStore checkpoints;
    private final RandomGenerator random;
    private final DeliveryDesk desk;
    private final Memory memory;
    private @Nullable PollLoop loop;
    private volatile @Nullable InstagramReader reader;
    private boolean closed;

    /**
     * A source.
     *
     * @param client may serve other sources too
     * @param checkpoints where its place is kept; stays the caller's, and is not closed
     */
    public InstagramSource(InstagramClient client, InstagramSourceOptions options, CheckpointStore checkpoints) {
        this(client, options, checkpoints, new Random());
    }

    InstagramSource(
            InstagramClient client,
            InstagramSourceOptions options,
            CheckpointStore checkpoints,
            RandomGenerator random) {
        this.client = Objects.requireNonNull(client, "client");
        this.options = Objects.requireNonNull(options, "options");
        this.checkpoints = Objects.requireNonNull(checkpoints, "checkpoints");
        this.random = random;
        this.name = "instagram:" + options.userId();
        this.desk = new DeliveryDesk(name, options.bufferCapacity());
        this.memory = new Memory(options.dedupWindow());
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
        InstagramReader made = prepare(listener);
        loop = PollLoop.start("sentiment-" + name, made::step, desk, client.time());
    }

    /** The reader with its place, for who steps by himself. */
    InstagramReader prepare(SourceListener listener) {
        InstagramReader made;
        try {
            made = new InstagramReader(name, client, options, checkpoints, memory, desk, listener, random);
        } catch (CheckpointException e) {
            String message = name + ": its place cannot be loaded: " + e.getMessage();
            throw e.isRetriable() ? SourceException.unavailable(message, e) : SourceException.fatal(message, e);
        }
        desk.open();
        reader = made;
        return made;
    }

    @Override
    public List<Delivery> poll(int max, Duration timeout) throws InterruptedException {
        return desk.poll(max, timeout);
    }

    @Override
    public void acknowledge(List<Delivery> deliveries) {
        desk.acknowledge(deliveries).forEach(delivery -> memory.acknowledged(delivery.id()));
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
    public Optional<InstagramStats> stats() {
        return Optional.ofNullable(reader).map(InstagramReader::stats);
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
        InstagramReader r = reader;
        if (r != null) {
            try {
                Uninterrupted.run(() -> r.saveLast());
            } catch (SourceException e) {
                log.warn("{}; what came last comes again", e.getMessage());
            }
        }
    }

    @Override
    public String toString() {
        return "InstagramSource[" + name + ", " + options + "]";
    }
}
