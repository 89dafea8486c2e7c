package dev.sentiment4j.x;

import dev.sentiment4j.http.BadJsonException;
import dev.sentiment4j.http.DeliveryDesk;
import dev.sentiment4j.http.HttpFaults;
import dev.sentiment4j.http.SafeListener;
import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.http.Uninterrupted;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceLag;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.x.SearchClient.Found;
import dev.sentiment4j.x.SearchClient.Wanted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Posts of X that a search finds, of the last seven days and from then on: searched for again and again, each search
 * going on after the newest post of the one before. For access without a stream, or a few posts a day.
 *
 * <p>A live source like {@link XFilteredStreamSource}: each post comes once, in the order of ids within one search;
 * what is missed is told as a gap; {@link #position()} is where a later source goes on.
 */
public final class XRecentSearchSource implements PostSource {
    private static final String NAME = "x:search";
    private static final Duration CLOSING = Duration.ofMillis(900);
    private static final long LEAST_NANOS = Duration.ofMillis(50).toNanos();
    private static final Duration INDEXING = Duration.ofMinutes(1);

    private final XSearchOptions options;
    private final XClient client;
    private final TimeSource time;
    private final SearchClient search;
    private final Intake intake;
    private final DeliveryDesk desk;
    private final PostBudget budget;
    private final XPlace place;
    private final Schedule schedule = new Schedule(new Random());
    private volatile @Nullable Thread searching;
    private volatile boolean closed;
    private volatile Optional<String> lastPosition = Optional.empty();
    private volatile OptionalLong since = OptionalLong.empty();
    private SearchClient.@Nullable Paging paging;

    /** A source that does not keep its place. */
    public XRecentSearchSource(XClient client, XSearchOptions options) {
        this(client, options, null);
    }

    /**
     * A source that goes on where the one before it with the same {@link XSearchOptions#checkpointKey()} was.
     *
     * @param client may be shared with rules and other sources
     * @param checkpoints where its place is kept; null for nowhere; stays the caller's, and is not closed
     */
    public XRecentSearchSource(XClient client, XSearchOptions options, @Nullable CheckpointStore checkpoints) {
        this.client = Objects.requireNonNull(client, "client");
        this.options = Objects.requireNonNull(options, "options");
        this.time = client.time();
        this.search = new SearchClient(client, new PostMapping(client::now));
        this.intake = new Intake(NAME, options.bufferCapacity(), options.dedupWindow(), options.postsPerDay(), client);
        this.desk = intake.desk;
        this.budget = intake.budget;
        this.place = new XPlace(
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
     * Starts searching, and does not wait for it.
     *
     * @throws SourceException if its place cannot be loaded
     */
    @Override
    public synchronized void open(SourceListener listener) {
        SourceListener safe = new SafeListener(NAME, listener);
        if (closed || searching != null) {
            throw new IllegalStateException(NAME + (closed ? ": closed" : ": open already"));
        }
        since = place.load()
                .or(options::sinceId)
                .map(id -> Marks.kept(NAME, id, client.now()))
                .orElse(OptionalLong.empty());
        desk.open();
        Thread thread = new Thread(() -> run(safe), "sentiment4j-x-search");
        thread.setDaemon(true);
        searching = thread;
        thread.start();
        place.start();
    }

    private void run(SourceListener listener) {
        try {
            Instant first = since.stream()
                    .boxed()
                    .flatMap(id -> Snowflake.time(id).stream())
                    .filter(client.now()::isAfter)
                    .findFirst()
                    .orElse(client.now().minus(options.lookBack()));
            Instant wholeUntil = first;
            while (true) {
                if (budget.isUsedUp()) {
                    listener.disconnected(
                            SourceException.unavailable(budget.usedUp() + "; reading again tomorrow (UTC)", null));
                    time.sleep(Schedule.untilNextDay(client.now()));
                }
                Instant asked = client.now();
                Duration wait = searchOnce(wholeUntil, listener);
                if (wait.isZero()) {
                    if (since.isEmpty()) {
                        // So that a later source goes on from here, although nothing was found yet.
                        Instant present = client.now();
                        since = OptionalLong.of(Snowflake.at(first.isAfter(present) ? present : first));
                    }
                    // Search learns of posts a little later.
                    Instant known = asked.minus(INDEXING);
                    wholeUntil = known.isAfter(first) ? known : first;
                    wait = options.interval();
                }
                time.sleep(wait);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            if (!closed) {
                desk.fail(e);
            }
        }
    }

    /** Zero if it went well, otherwise how long to wait. */
    private Duration searchOnce(Instant wholeUntil, SourceListener listener) throws InterruptedException {
        Instant reach = client.now().minus(SearchClient.REACH).plusSeconds(60);
        Instant start = wholeUntil;
        if (start.isBefore(reach)) {
            listener.gap(new SourceGap(start, reach, "search does not reach back further than seven days"));
            start = reach;
        }
        try {
            int limit = (int) Math.min(options.pollPostLimit(), budget.left().orElse(Integer.MAX_VALUE));
            SearchClient.Paging pages = paging;
            if (pages == null) {
                Wanted wanted = new Wanted(options.query(), since, start, null).withoutIdBefore(reach);
                pages = search.search(wanted, Math.max(1, limit));
                paging = pages;
            }
            Found found = pages.find();
            paging = null;
            if (schedule.hasFailed() || !schedule.hasWorked()) {
                listener.connected();
            }
            schedule.works();
            if (!found.whole()) {
                Instant from = found.posts().get(0).createdAt();
                listener.gap(new SourceGap(
                        start, from.isAfter(start) ? from : start, "more than " + limit + " posts in one search"));
            }
            for (Post post : found.posts()) {
                intake.post(post);
            }
            for (SearchClient.Malformed malformed : found.malformed()) {
                intake.malformed(malformed.json().getBytes(StandardCharsets.UTF_8), malformed.reason());
            }
            if (found.newestId().isPresent()) {
                since = found.newestId();
            }
            return Duration.ZERO;
        } catch (IOException e) {
            if (HttpFaults.isCertificate(e) && !schedule.hasWorked()) {
                throw SourceException.fatal("X: " + HttpFaults.describe(e, client.base()), e);
            }
            listener.disconnected(SourceException.unavailable("X: " + HttpFaults.describe(e, client.base()), e));
            return schedule.afterNetworkFailure();
        } catch (BadJsonException e) {
            listener.disconnected(SourceException.unavailable("X's answer " + e.getMessage(), e));
            return schedule.afterHttpFailure();
        } catch (XApiException e) {
            Optional<Duration> wait = schedule.afterRefusal(e, client.now());
            if (wait.isEmpty()) {
                throw SourceException.fatal("X refuses to search: " + e.getMessage(), e);
            }
            listener.disconnected(SourceException.unavailable("X refuses to search for now: " + e.getMessage(), e));
            return wait.get();
        } catch (SourceException e) {
            if (!e.isRetriable()) {
                throw e;
            }
            listener.disconnected(e);
            return schedule.afterHttpFailure();
        }
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
        if (searching == null || closed) {
            throw new IllegalStateException(NAME + (closed ? ": closed" : ": not open"));
        }
    }

    /**
     * After which post a later source has to go on: everything up to it has been acknowledged. For who keeps it
     * himself; with a {@link CheckpointStore} the source does.
     */
    public Optional<String> position() {
        return closed ? lastPosition : presentPosition();
    }

    private Optional<String> presentPosition() {
        // First: what is taken in meanwhile is open, or lies behind it.
        OptionalLong searched = since;
        OptionalLong open = intake.marks.before(desk.unacknowledged());
        OptionalLong at = open.isPresent() ? open : searched;
        return at.isPresent() ? Optional.of(Long.toString(at.getAsLong())) : Optional.empty();
    }

    /** New posts of this day of UTC. */
    public long readToday() {
        return budget.readToday();
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
        Thread thread = searching;
        if (thread == null) {
            desk.close();
            return;
        }
        long deadline = System.nanoTime() + CLOSING.toNanos();
        thread.interrupt();
        Uninterrupted.join(thread, CLOSING);
        lastPosition = presentPosition();
        desk.close();
        place.close(Duration.ofNanos(Math.max(LEAST_NANOS, deadline - System.nanoTime())));
    }

    @Override
    public String toString() {
        return "XRecentSearchSource[" + options + "]";
    }
}
