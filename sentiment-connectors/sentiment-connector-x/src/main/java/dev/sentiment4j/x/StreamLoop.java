package dev.sentiment4j.x;

import dev.sentiment4j.http.HttpFaults;
import dev.sentiment4j.http.HttpStream;
import dev.sentiment4j.http.LineReader;
import dev.sentiment4j.http.RateBudget;
import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.x.XApiException.Kind;
import dev.sentiment4j.x.XStreamOptions.GapFilling;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a stream open: connects, reads, notices that it is dead, waits as long as X wants it, connects again. */
final class StreamLoop {
    private static final Logger log = LoggerFactory.getLogger(XFilteredStreamSource.class);
    /** From when on a reader that had to wait for room counts as behind. */
    private static final Duration BEHIND = Duration.ofSeconds(5);

    private static final Duration CAUGHT_UP = Duration.ofSeconds(30);
    /** How far X's posts may be out of order. */
    private static final Duration OVERLAP = Duration.ofSeconds(15);

    /** A stream that has brought no post has proved to be alive if it lasts that long. */
    private static final Duration ALIVE = Duration.ofSeconds(15);

    private static final Duration WINDOW = Duration.ofMinutes(15);
    /** No reader of posts notices it, and half of the work is saved. */
    private static final Duration PACE = Duration.ofMillis(20);

    private static final int MAX_BACKFILL_MINUTES = 5;

    private final XClient client;
    private final XStreamOptions options;
    private final StreamReader reader;
    private final Marks marks;
    private final PostBudget posts;
    private final GapFiller filler;
    private final Schedule schedule;
    private final TimeSource time;
    private final SourceListener listener;
    private final Consumer<SourceGap> lost;
    private final RateBudget connectBudget;
    private final RateBudget closings;
    final LongAdder connects = new LongAdder();

    private volatile @Nullable HttpStream stream;
    private volatile long lastByteNanos;
    private volatile boolean closed;
    /** Whether the log has told that no stream can be opened. */
    private boolean warned;

    /** The time since which no stream was read, which has no end yet; null while one is, or before the first try. */
    private volatile @Nullable Gap gap;
    /** What was missing at the start, as an earlier source knew of it. */
    private final @Nullable Gap first;
    /** What is older is not wanted. */
    private Instant searchFrom;
    /** The place of a source that has nothing to go on from and has read nothing yet: when it was connected. */
    private volatile OptionalLong began = OptionalLong.empty();
    /** Since when what is read has been lying around, as nobody polled; null if it is fresh. */
    private @Nullable Instant behindSince;

    StreamLoop(
            String source,
            XClient client,
            XStreamOptions options,
            StreamReader reader,
            Intake intake,
            GapFiller filler,
            Schedule schedule,
            SourceListener listener,
            Consumer<SourceGap> lost) {
        this.client = client;
        this.options = options;
        this.reader = reader;
        this.marks = intake.marks;
        this.posts = intake.budget;
        this.filler = filler;
        this.schedule = schedule;
        this.time = client.time();
        this.listener = listener;
        this.lost = lost;
        this.connectBudget = new RateBudget(Math.max(1, options.connectBudget() / 2), WINDOW, time);
        this.closings = new RateBudget(20, WINDOW, time);
        Instant now = client.now();
        OptionalLong place =
                options.resumeAfter().map(id -> Marks.kept(source, id, now)).orElse(OptionalLong.empty());
        if (place.isPresent()) {
            // As posts come a little out of order.
            long since = Snowflake.before(place.getAsLong(), OVERLAP);
            this.searchFrom = Snowflake.time(since).filter(now::isAfter).orElse(now);
            this.first = new Gap(searchFrom, searchFrom, OptionalLong.of(since), searchFrom, place.getAsLong());
        } else {
            this.searchFrom = now;
            this.first = null;
        }
        this.gap = first;
    }

    /**
     * Until it is closed.
     *
     * @throws SourceException if only a person can help
     */
    void run() throws InterruptedException {
        while (!closed) {
            restIfUsedUp();
            connectBudget.acquire();
            Optional<Duration> wait = connectAndRead();
            if (wait.isEmpty()) {
                return;
            }
            if (gap == null) {
                // Not connected at the first try: what was posted since then is missing too.
                gap = Gap.begun(searchFrom, OptionalLong.empty(), searchFrom);
            }
            time.sleep(wait.get());
        }
    }

    /** Waits for the next day if all posts of this one have been read. */
    private void restIfUsedUp() throws InterruptedException {
        if (!posts.isUsedUp()) {
            return;
        }
        String why = posts.usedUp();
        Gap missing = gap;
        Instant from = missing == null ? client.now() : missing.start();
        listener.disconnected(SourceException.unavailable(why + "; reading again tomorrow (UTC)", null));
        time.sleep(Schedule.untilNextDay(client.now()));
        lost.accept(new SourceGap(from, later(from, client.now()), why));
        gap = null;
        // What was not paid for yesterday is not searched for today.
        searchFrom = client.now();
    }

    /** Reads one connection to its end. How long to wait before the next, or nothing if there is no use. */
    private Optional<Duration> connectAndRead() throws InterruptedException {
        connects.increment();
        boolean proved = false;
        long before = reader.posts();
        // What is posted from now on may already be on its way, and lost with the connection.
        long asked = time.nanoTime();
        try (HttpStream open = client.stream(query())) {
            open.idleLimit(options.readIdleLimit());
            open.pace(PACE);
            lastByteNanos = asked;
            stream = open;
            if (closed) {
                return Optional.empty();
            }
            log.info("connected to the filtered stream of X");
            listener.connected();
            if (first == null && began.isEmpty()) {
                began = OptionalLong.of(Snowflake.at(client.now()));
            }
            endGap();
            LineReader lines = new LineReader(
                    new Touched(open.body(), () -> lastByteNanos = time.nanoTime()), options.maxLineBytes());
            LineReader.Line line;
            while ((line = lines.next()) != null) {
                read(line);
                schedule.accepted();
                if (!proved && (reader.posts() > before || time.nanoTime() - asked >= ALIVE.toNanos())) {
                    proved = true;
                    warned = false;
                    schedule.works();
                }
                if (posts.isUsedUp()) {
                    beginGap();
                    return Optional.of(Duration.ZERO);
                }
            }
            throw new IOException("the stream ended");
        } catch (InterruptedIOException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            return networkFailed(e, proved);
        } catch (XApiException e) {
            return refused(e, proved);
        } catch (SourceException e) {
            // No token.
            if (!e.isRetriable()) {
                throw e;
            }
            tell(e);
            return Optional.of(schedule.afterHttpFailure());
        } finally {
            // What comes after the closing is the next source's.
            if (stream != null && !closed) {
                beginGap();
            }
            stream = null;
        }
    }

    /** Takes a line in, and notices when that had to wait for somebody to poll: what X drops meanwhile is a gap. */
    private void read(LineReader.Line line) throws XApiException, InterruptedException {
        long before = time.nanoTime();
        reader.read(line);
        Duration waited = Duration.ofNanos(time.nanoTime() - before);
        Instant now = client.now();
        if (waited.compareTo(BEHIND) > 0 && behindSince == null) {
            behindSince = now.minus(waited);
        } else if (behindSince != null && reader.lastCreated().plus(CAUGHT_UP).isAfter(now)) {
            behindSince = null;
        }
    }

    private Optional<Duration> networkFailed(IOException e, boolean proved) {
        if (closed) {
            return Optional.empty();
        }
        if (HttpFaults.isCertificate(e) && !schedule.hasWorked()) {
            throw SourceException.fatal("X: " + HttpFaults.describe(e, client.base()), e);
        }
        String what = stream != null && e instanceof HttpTimeoutException
                ? "silent for " + options.readIdleLimit().toSeconds()
                        + " s (readIdleLimit), where X gives a sign of life" + " every 20 s"
                : HttpFaults.describe(e, client.base());
        tell(SourceException.unavailable("X: " + what, e));
        return Optional.of(proved ? Duration.ZERO : schedule.afterNetworkFailure());
    }

    private Optional<Duration> refused(XApiException e, boolean proved) throws InterruptedException {
        if (closed) {
            return Optional.empty();
        }
        if (e.kind() == Kind.DISCONNECTED) {
            tell(SourceException.unavailable(String.valueOf(e.getMessage()), e));
            boolean lasts = e.reason().equals("InvalidRules") || e.reason().equals("ClientApplicationStateDegraded");
            return Optional.of(proved && !lasts ? Duration.ZERO : schedule.afterHttpFailure());
        }
        if (e.kind() == Kind.TOO_MANY_CONNECTIONS && options.closeStaleConnections() && closeStale()) {
            tell(SourceException.unavailable(String.valueOf(e.getMessage()), e));
            return Optional.of(schedule.afterHttpFailure());
        }
        Optional<Duration> wait = schedule.afterRefusal(e, client.now());
        if (wait.isEmpty()) {
            throw SourceException.fatal("X refuses to stream: " + e.getMessage(), e);
        }
        tell(SourceException.unavailable("X refuses to stream for now: " + e.getMessage(), e));
        return wait;
    }

    /** Whether X has closed all connections of the app. */
    private boolean closeStale() throws InterruptedException {
        if (!closings.delay().isZero()) {
            return false;
        }
        closings.take();
        try {
            client.delete(XClient.CONNECTIONS);
            log.info("all connections of this app to X are closed, as one that is no more still counted");
            return true;
        } catch (IOException | XApiException e) {
            log.warn("the app's connections to X could not be closed: {}", e.getMessage());
            return false;
        }
    }

    /** A stream that ends is everyday; one that cannot be opened is for somebody to look at, once until it works. */
    private void tell(SourceException e) {
        if (stream == null && !warned) {
            warned = true;
            log.warn("not connected to the filtered stream of X, which is tried again: {}", e.getMessage());
        } else {
            log.info("not connected to the filtered stream of X: {}", e.getMessage());
        }
        listener.disconnected(e);
    }

    private Map<String, String> query() {
        Map<String, String> query = Fields.query();
        Gap missing = gap;
        if (options.gapFilling() == GapFilling.BACKFILL && missing != null) {
            long minutes = Duration.between(missing.start(), client.now())
                    .plusSeconds(59)
                    .toMinutes();
            query.put("backfill_minutes", Long.toString(Math.min(MAX_BACKFILL_MINUTES, Math.max(1, minutes))));
        }
        return query;
    }

    /** The stream has ended: what was posted since its last sign of life may be missing. */
    private void beginGap() {
        if (gap != null) {
            return;
        }
        Instant start = client.now().minus(Duration.ofNanos(time.nanoTime() - lastByteNanos));
        if (behindSince != null) {
            start = behindSince;
            behindSince = null;
        }
        OptionalLong seen = marks.at(lastByteNanos - OVERLAP.toNanos());
        Gap before = first;
        gap = seen.isPresent() || before == null
                ? Gap.begun(start, seen, searchFrom)
                : new Gap(
                        start, start, before.sinceId(), searchFrom, Math.max(before.place(), Snowflake.at(searchFrom)));
    }

    /** A stream is open again. */
    private void endGap() {
        Gap begun = gap;
        if (begun == null) {
            return;
        }
        Gap ended = begun.until(client.now());
        switch (options.gapFilling()) {
            case NONE ->
                lost.accept(
                        new SourceGap(ended.start(), ended.end(), "no stream was read, and gaps are not to be filled"));
            case SEARCH -> filler.fill(ended);
            case BACKFILL -> {
                Instant reached = ended.end().minus(Duration.ofMinutes(MAX_BACKFILL_MINUTES));
                if (ended.start().isBefore(reached)) {
                    lost.accept(new SourceGap(ended.start(), reached, "backfill does not reach back further"));
                }
            }
        }
        // Last, so that at no moment nobody knows of it.
        gap = null;
    }

    /** After which post a later source has to go on as long as nothing was read; empty if an earlier place counts. */
    OptionalLong began() {
        return began;
    }

    /** The time since which no stream is read, up to now; nothing while one is. */
    Optional<Gap> gap() {
        return Optional.ofNullable(gap).map(begun -> begun.until(client.now()));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    boolean isConnected() {
        return stream != null;
    }

    /** Since the last byte of the open stream. */
    Optional<Duration> keepAliveAge() {
        return stream == null ? Optional.empty() : Optional.of(Duration.ofNanos(time.nanoTime() - lastByteNanos));
    }

    int connectsLeft() {
        return connectBudget.left();
    }

    void close() {
        closed = true;
        HttpStream open = stream;
        if (open != null) {
            open.close();
        }
    }
}
