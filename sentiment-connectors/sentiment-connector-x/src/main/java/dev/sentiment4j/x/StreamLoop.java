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

    private final XApi api;
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

    /** What is known of the time since which no stream was read; null while one is, or none ever was. */
    private @Nullable Instant gapStart;

    private OptionalLong gapSinceId;
    /** Where the search for a gap begins before any post was seen. */
    private final OptionalLong firstSinceId;
    /** What is older is not wanted. */
    private Instant searchFrom;
    /** Since when what is read has been lying around, as nobody polled; null if it is fresh. */
    private @Nullable Instant behindSince;

    StreamLoop(
            XApi api,
            XStreamOptions options,
            StreamReader reader,
            Marks marks,
            PostBudget posts,
            GapFiller filler,
            Schedule schedule,
            TimeSource time,
            SourceListener listener,
            Consumer<SourceGap> lost) {
        this.api = api;
        this.options = options;
        this.reader = reader;
        this.marks = marks;
        this.posts = posts;
        this.filler = filler;
        this.schedule = schedule;
        this.time = time;
        this.listener = listener;
        this.lost = lost;
        this.connectBudget = new RateBudget(Math.max(1, options.connectBudget() / 2), WINDOW, time);
        this.closings = new RateBudget(20, WINDOW, time);
        Instant now = api.now();
        Optional<Long> resumed = options.resumeAfter()
                .flatMap(id -> Marks.number(id).stream().boxed().findFirst())
                // As posts come a little out of order.
                .map(id -> Snowflake.before(id, OVERLAP));
        this.firstSinceId = resumed.map(OptionalLong::of).orElse(OptionalLong.empty());
        this.searchFrom = resumed.flatMap(Snowflake::time).filter(now::isAfter).orElse(now);
        this.gapSinceId = firstSinceId;
        this.gapStart = firstSinceId.isPresent() ? searchFrom : null;
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
            if (gapStart == null) {
                // Not connected at the first try: what was posted since then is missing too.
                gapStart = searchFrom;
            }
            time.sleep(wait.get());
        }
    }

    /** Waits for the next day if all posts of this one have been read. */
    private void restIfUsedUp() throws InterruptedException {
        if (!posts.isUsedUp()) {
            return;
        }
        String why = "the budget of " + options.postsPerDay() + " posts a day is used up";
        Instant from = gapStart == null ? api.now() : gapStart;
        listener.disconnected(SourceException.unavailable(why + "; reading again tomorrow (UTC)", null));
        time.sleep(Schedule.untilNextDay(api.now()));
        lost.accept(new SourceGap(from, later(from, api.now()), why));
        gapStart = null;
        // What was not paid for yesterday is not searched for today.
        searchFrom = api.now();
        gapSinceId = OptionalLong.empty();
    }

    /** Reads one connection to its end. How long to wait before the next, or nothing if there is no use. */
    private Optional<Duration> connectAndRead() throws InterruptedException {
        connects.increment();
        boolean proved = false;
        long before = reader.posts();
        // What is posted from now on may already be on its way, and lost with the connection.
        long asked = time.nanoTime();
        try (HttpStream open = api.stream(query())) {
            open.idleLimit(options.readIdleLimit());
            open.pace(PACE);
            lastByteNanos = asked;
            stream = open;
            if (closed) {
                return Optional.empty();
            }
            log.info("connected to the filtered stream of X");
            listener.connected();
            endGap();
            LineReader lines = new LineReader(
                    new Touched(open.body(), () -> lastByteNanos = time.nanoTime()), options.maxLineBytes());
            LineReader.Line line;
            while ((line = lines.next()) != null) {
                read(line);
                schedule.accepted();
                if (!proved && (reader.posts() > before || time.nanoTime() - asked >= ALIVE.toNanos())) {
                    proved = true;
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
            if (stream != null) {
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
        Instant now = api.now();
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
            throw SourceException.fatal("X: " + HttpFaults.describe(e, api.base()), e);
        }
        tell(SourceException.unavailable("X: " + HttpFaults.describe(e, api.base()), e));
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
        Optional<Duration> wait = schedule.afterRefusal(e, api.now());
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
            api.delete(XApi.CONNECTIONS);
            log.info("all connections of this app to X are closed, as one that is no more still counted");
            return true;
        } catch (IOException | XApiException e) {
            log.warn("the app's connections to X could not be closed: {}", e.getMessage());
            return false;
        }
    }

    private void tell(SourceException e) {
        log.info("not connected to the filtered stream of X: {}", e.getMessage());
        listener.disconnected(e);
    }

    private Map<String, String> query() {
        Map<String, String> query = Fields.query();
        Instant start = gapStart;
        if (options.gapFilling() == GapFilling.BACKFILL && start != null) {
            long minutes = Duration.between(start, api.now()).plusSeconds(59).toMinutes();
            query.put("backfill_minutes", Long.toString(Math.min(MAX_BACKFILL_MINUTES, Math.max(1, minutes))));
        }
        return query;
    }

    /** The stream has ended: what was posted since its last sign of life may be missing. */
    private void beginGap() {
        if (gapStart == null) {
            Duration silent = Duration.ofNanos(time.nanoTime() - lastByteNanos);
            gapStart = api.now().minus(silent);
            if (behindSince != null) {
                gapStart = behindSince;
                behindSince = null;
            }
            OptionalLong seen = marks.at(lastByteNanos - OVERLAP.toNanos());
            gapSinceId = seen.isPresent() ? seen : firstSinceId;
        }
    }

    /** A stream is open again. */
    private void endGap() {
        Instant start = gapStart;
        if (start == null) {
            return;
        }
        Instant end = later(start, api.now());
        switch (options.gapFilling()) {
            case NONE -> lost.accept(new SourceGap(start, end, "no stream was read, and gaps are not to be filled"));
            case SEARCH -> filler.fill(new Gap(start, end, gapSinceId, searchFrom));
            case BACKFILL -> {
                Instant reached = end.minus(Duration.ofMinutes(MAX_BACKFILL_MINUTES));
                if (start.isBefore(reached)) {
                    lost.accept(new SourceGap(start, reached, "backfill does not reach back further"));
                }
            }
        }
        gapStart = null;
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
