package dev.sentiment4j.x;

import dev.sentiment4j.http.DeliveryDesk;
import dev.sentiment4j.http.SafeListener;
import dev.sentiment4j.http.Uninterrupted;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceLag;
import dev.sentiment4j.pipeline.SourceListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts of X that match the app's {@link XRules rules}, as they are written. Keeps one stream open for as long as it
 * takes, through every kind of disconnect, by X's published schedule and inside its budget of connects; each post comes
 * once, and what was posted while no stream was open is searched for.
 *
 * <p>A live source: a post that was polled and not acknowledged comes again from this source when it is given back, and
 * from the next one that goes on from its place, which a {@link CheckpointStore} keeps. Gaps that cannot be filled, and
 * disconnects, are told to the listener; only what a person must mend fails the poll. Deletions are not delivered, as
 * X's stream does not tell of them.
 *
 * <p>Posts have the source "x", and these attributes where they are known: {@code matching_rule_ids},
 * {@code matching_rule_tags} (joined by commas), {@code conversation_id}, {@code in_reply_to_user_id},
 * {@code repost_of}, {@code quote_of}, {@code reply_to}, {@code author_display_name}, {@code possibly_sensitive},
 * {@code withheld_in}, {@code withheld_copyright}, {@code community_id}, {@code x_lang} (a code of X that is no
 * language), {@code found_by} ("search" for those that filled a gap).
 */
public final class XFilteredStreamSource implements PostSource {
    private static final Logger log = LoggerFactory.getLogger(XFilteredStreamSource.class);
    private static final String NAME = "x:stream";
    private static final Duration CLOSING = Duration.ofMillis(900);
    private static final Duration LEAST = Duration.ofMillis(50);

    private final XStreamOptions options;
    private final XClient client;
    private final Intake intake;
    private final DeliveryDesk desk;
    private final PostMapping mapping;
    private final StreamReader reader;
    private final LongAdder gaps = new LongAdder();
    private final XPlace place;
    private volatile @Nullable Opened opened;
    private volatile boolean closed;
    private volatile Optional<String> lastPosition = Optional.empty();

    /** What is there between open and close. */
    private record Opened(
            StreamLoop loop, GapFiller filler, Thread streaming, Thread filling, Consumer<SourceGap> lost) {}

    /** A source that does not keep its place: what is posted between two of them is not read. */
    public XFilteredStreamSource(XClient client, XStreamOptions options) {
        this(client, options, null);
    }

    /**
     * A source that goes on where the one before it with the same {@link XStreamOptions#checkpointKey()} was.
     *
     * @param client may be shared with rules and other sources
     * @param checkpoints where its place is kept; null for nowhere; stays the caller's, and is not closed
     */
    public XFilteredStreamSource(XClient client, XStreamOptions options, @Nullable CheckpointStore checkpoints) {
        this.client = Objects.requireNonNull(client, "client");
        this.options = Objects.requireNonNull(options, "options");
        this.intake = new Intake(NAME, options.bufferCapacity(), options.dedupWindow(), options.postsPerDay(), client);
        this.desk = intake.desk;
        this.mapping = new PostMapping(client::now);
        this.reader = new StreamReader(mapping, intake);
        this.place = new XPlace(
                NAME,
                checkpoints,
                options.checkpointKey(),
                options.checkpointInterval(),
                this::position,
                desk::fail,
                client.time());
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * Starts connecting, and does not wait for it.
     *
     * @throws SourceException if its place cannot be loaded
     */
    @Override
    public synchronized void open(SourceListener listener) {
        SourceListener safe = new SafeListener(NAME, listener);
        if (closed || opened != null) {
            throw new IllegalStateException(NAME + (closed ? ": closed" : ": open already"));
        }
        XStreamOptions resumed = place.load()
                .map(id -> options.toBuilder().resumeAfter(id).build())
                .orElse(options);
        desk.open();
        GapFiller filler = new GapFiller(
                client,
                new SearchClient(client, mapping),
                intake,
                options,
                new Schedule(new Random()),
                gap -> lost(safe, gap));
        StreamLoop loop = new StreamLoop(
                NAME,
                client,
                resumed,
                reader,
                intake,
                filler,
                new Schedule(new Random()),
                safe,
                gap -> lost(safe, gap));
        Thread streaming = daemon(loop::run, "sentiment4j-x-stream");
        Thread filling = daemon(filler::run, "sentiment4j-x-gaps");
        opened = new Opened(loop, filler, streaming, filling, gap -> lost(safe, gap));
        filling.start();
        streaming.start();
        place.start();
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** A thread without which the source would be none: whatever ends it fails the poll. */
    private Thread daemon(Work work, String name) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (InterruptedException | RuntimeException | Error e) {
                        if (!closed) {
                            desk.fail(e);
                        }
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    private void lost(SourceListener listener, SourceGap gap) {
        gaps.increment();
        log.warn("posts of X may be missing from {} to {}: {}", gap.start(), gap.end(), gap.reason());
        listener.gap(gap);
    }

    @Override
    public List<Delivery> poll(int max, Duration timeout) throws InterruptedException {
        requireOpen();
        return desk.poll(max, timeout);
    }

    @Override
    public void acknowledge(List<Delivery> deliveries) {
        requireOpen();
        desk.acknowledge(deliveries);
    }

    @Override
    public void negativeAcknowledge(List<Delivery> deliveries, NackReason reason) {
        requireOpen();
        desk.negativeAcknowledge(deliveries, reason);
    }

    private void requireOpen() {
        if (opened == null || closed) {
            throw new IllegalStateException(NAME + (closed ? ": closed" : ": not open"));
        }
    }

    /**
     * After which post a later source has to go on so that nothing is missing: everything up to it has been
     * acknowledged, and no gap before it waits to be filled. Empty until it has been connected. For who keeps it
     * himself; with a {@link CheckpointStore} the source does.
     */
    public Optional<String> position() {
        return closed ? lastPosition : presentPosition();
    }

    private Optional<String> presentPosition() {
        OptionalLong at = lower(intake.marks.highest(), intake.marks.before(desk.unacknowledged()));
        Opened o = opened;
        if (o != null) {
            at = at.isPresent() ? at : o.loop().began();
            // In this order, as the one hands its gap over to the other.
            at = lower(at, place(o.loop().gap()));
            at = lower(at, place(o.filler().unfilled()));
        }
        return at.isPresent() ? Optional.of(Long.toString(at.getAsLong())) : Optional.empty();
    }

    private static OptionalLong place(Optional<Gap> gap) {
        return gap.map(g -> OptionalLong.of(g.place())).orElse(OptionalLong.empty());
    }

    private static OptionalLong lower(OptionalLong a, OptionalLong b) {
        return LongStream.concat(a.stream(), b.stream()).min();
    }

    /** Totals and present state; from any thread, also when it is closed. */
    public XStreamStats stats() {
        Opened o = opened;
        Instant created = reader.lastCreated();
        return new XStreamStats(
                o != null && !closed && o.loop().isConnected(),
                o == null ? 0 : o.loop().connects.sum(),
                intake.posts.sum(),
                o == null ? 0 : o.filler().filled.sum(),
                intake.duplicates.sum(),
                intake.malformed.sum(),
                reader.unknown.sum(),
                gaps.sum(),
                o == null ? Optional.empty() : o.loop().keepAliveAge(),
                created.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(Duration.between(created, client.now())),
                desk.waiting(),
                desk.fullFor(),
                intake.budget.readToday(),
                intake.budget.left(),
                o == null ? Math.max(1, options.connectBudget() / 2) : o.loop().connectsLeft());
    }

    @Override
    public SourceLag lag() {
        return desk.lag(client.now());
    }

    /** Ends it within a second, whatever it waits for. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        lastPosition = presentPosition();
        closed = true;
        Opened o = opened;
        if (o == null) {
            desk.close();
            return;
        }
        long deadline = System.nanoTime() + CLOSING.toNanos();
        o.loop().close();
        o.streaming().interrupt();
        o.filling().interrupt();
        Uninterrupted.join(o.streaming(), left(deadline));
        Uninterrupted.join(o.filling(), left(deadline));
        lastPosition = presentPosition();
        desk.close();
        if (!place.close(left(deadline))) {
            // Otherwise the next source fills them.
            String why = "closed before it was searched for";
            o.filler().giveUp(why);
            o.loop().gap().ifPresent(gap -> o.lost().accept(new SourceGap(gap.start(), gap.end(), why)));
        }
    }

    private static Duration left(long deadline) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        return left.compareTo(LEAST) > 0 ? left : LEAST;
    }

    @Override
    public String toString() {
        return "XFilteredStreamSource[" + options + "]";
    }
}
