package dev.sentiment4j.x;

import dev.sentiment4j.http.DeliveryDesk;
import dev.sentiment4j.http.SafeListener;
import dev.sentiment4j.http.TimeSource;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
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

    private final XStreamOptions options;
    private final TimeSource time;
    private final XApi api;
    private final Marks marks = new Marks();
    private final DeliveryDesk desk;
    private final PostBudget budget;
    private final Intake intake;
    private final PostMapping mapping;
    private final StreamReader reader;
    private final LongAdder gaps = new LongAdder();
    private final @Nullable XPlace place;
    private volatile @Nullable Opened opened;
    private volatile boolean closed;
    private volatile Optional<String> lastPosition = Optional.empty();

    /** What is there between open and close. */
    private record Opened(StreamLoop loop, GapFiller filler, Thread streaming, Thread filling) {}

    /** A source that does not keep its place: what is posted between two of them is not read. */
    public XFilteredStreamSource(XOptions x, XStreamOptions options) {
        this(x, options, null, TimeSource.system());
    }

    /**
     * A source that goes on where the one before it with the same {@link XStreamOptions#checkpointKey()} was.
     *
     * @param checkpoints where its place is kept; stays the caller's, and is not closed
     */
    public XFilteredStreamSource(XOptions x, XStreamOptions options, CheckpointStore checkpoints) {
        this(x, options, Objects.requireNonNull(checkpoints, "checkpoints"), TimeSource.system());
    }

    /**
     * A source.
     *
     * @param checkpoints where its place is kept; null for nowhere
     * @param time by which it waits between attempts and notices silence; another one than the system's is for tests
     */
    public XFilteredStreamSource(
            XOptions x, XStreamOptions options, @Nullable CheckpointStore checkpoints, TimeSource time) {
        this.options = Objects.requireNonNull(options, "options");
        this.time = Objects.requireNonNull(time, "time");
        this.api = new XApi(x, time);
        this.desk = new DeliveryDesk(NAME, options.bufferCapacity());
        this.budget = new PostBudget(options.postsPerDay(), api::now);
        this.intake = new Intake(desk, options.dedupWindow(), marks, budget, time);
        this.mapping = new PostMapping(api::now);
        this.reader = new StreamReader(mapping, intake);
        this.place = checkpoints == null
                ? null
                : new XPlace(
                        NAME,
                        checkpoints,
                        options.checkpointKey(),
                        options.checkpointInterval(),
                        this::position,
                        desk::fail,
                        time);
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
        XPlace kept = place;
        Optional<String> loaded = kept == null ? Optional.empty() : kept.load();
        XStreamOptions resumed =
                loaded.map(id -> options.toBuilder().resumeAfter(id).build()).orElse(options);
        desk.open();
        GapFiller filler = new GapFiller(
                api,
                new XRules(api),
                new SearchClient(api, mapping, time),
                intake,
                budget,
                options,
                new Schedule(new Random()),
                time,
                gap -> lost(safe, gap));
        StreamLoop loop = new StreamLoop(
                api,
                resumed,
                reader,
                marks,
                budget,
                filler,
                new Schedule(new Random()),
                time,
                safe,
                gap -> lost(safe, gap));
        Thread streaming = daemon(loop::run, "sentiment4j-x-stream");
        Thread filling = daemon(filler::run, "sentiment4j-x-gaps");
        opened = new Opened(loop, filler, streaming, filling);
        filling.start();
        streaming.start();
        if (kept != null) {
            kept.start();
        }
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
     * acknowledged, and no gap before it waits to be filled. Empty until something was read. For who keeps it himself;
     * with a {@link CheckpointStore} the source does.
     */
    public Optional<String> position() {
        return closed ? lastPosition : presentPosition();
    }

    private Optional<String> presentPosition() {
        OptionalLong at = marks.highest();
        OptionalLong open = Marks.before(desk.unacknowledged());
        if (open.isPresent()) {
            at = OptionalLong.of(Math.min(at.orElse(Long.MAX_VALUE), open.getAsLong()));
        }
        Opened o = opened;
        Optional<Gap> unfilled = o == null ? Optional.empty() : o.filler().unfilled();
        if (unfilled.isPresent()) {
            OptionalLong since = unfilled.get().sinceId();
            if (since.isEmpty()) {
                return Optional.empty();
            }
            at = OptionalLong.of(Math.min(at.orElse(Long.MAX_VALUE), since.getAsLong()));
        }
        return at.isPresent() ? Optional.of(Long.toString(at.getAsLong())) : Optional.empty();
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
                created.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(Duration.between(created, api.now())),
                desk.waiting(),
                desk.fullFor(),
                budget.readToday(),
                budget.left(),
                o == null ? Math.max(1, options.connectBudget() / 2) : o.loop().connectsLeft());
    }

    @Override
    public SourceLag lag() {
        return desk.lag(api.now());
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
        if (o != null) {
            o.loop().close();
            o.streaming().interrupt();
            o.filling().interrupt();
            long deadline = System.nanoTime() + CLOSING.toNanos();
            join(o.streaming(), deadline);
            join(o.filling(), deadline);
            lastPosition = presentPosition();
        }
        desk.close();
        if (o == null) {
            return;
        }
        XPlace kept = place;
        try {
            if (kept != null) {
                kept.close();
            }
        } finally {
            o.filler().giveUp("closed before it was searched for");
        }
    }

    private static void join(Thread thread, long deadline) {
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "XFilteredStreamSource[" + options + "]";
    }
}
