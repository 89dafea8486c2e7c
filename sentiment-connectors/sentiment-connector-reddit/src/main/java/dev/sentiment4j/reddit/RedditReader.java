package dev.sentiment4j.reddit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.BackOff;
import dev.sentiment4j.http.DeliveryDesk;
import dev.sentiment4j.http.SafeListener;
import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.RawEntry;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.reddit.RedditFaultException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is due next: a page of a listing, a look at items that were delivered, or nothing for a while. Used by one
 * thread; {@link #stats} may be called from any.
 */
final class RedditReader {
    private static final Logger log = LoggerFactory.getLogger(RedditReader.class);
    /** New items that one request should find: few enough that none is out of reach, enough to be worth it. */
    private static final int TARGET = 50;
    /** Refusals of tokens in a row, each of them fresh, before a person has to look. */
    private static final int TOKENS = 3;
    /**
     * Answers about items in a row that are empty, though they should have an item that is listed, until one counts.
     */
    private static final int UNPROVEN = 5;
    /** Items that are due are looked at together, when the first has been due for so long; less at young ages. */
    private static final Duration GATHER = Duration.ofSeconds(20);

    /** A listing and when it is due. */
    private static final class Turn {
        final Listing listing;
        Duration interval;
        long due;

        Turn(Listing listing, Duration interval, long due) {
            this.listing = listing;
            this.interval = interval;
            this.due = due;
        }
    }

    private final String name;
    private final RedditClient client;
    private final RedditSourceOptions options;
    private final DeliveryDesk desk;
    private final Unacknowledged unacknowledged;
    private final SourceListener listener;
    private final TimeSource time;
    private final Watch watch;
    private final RedditSaver saver;
    private final Subreddits subreddits;
    private final List<Turn> turns = new ArrayList<>();
    private final Map<Kind, BackOff> backOffs = new EnumMap<>(Kind.class);
    private final Counters counters = new Counters();
    private final Duration gather;
    private final long opened;
    private String control = "";
    private int unproven;
    private boolean connected;
    private boolean troubled;
    private boolean lookedLast;
    private int tokensRefused;
    private long notBefore;
    private volatile int watched;
    private volatile Duration fastest;
    private volatile long lastAnswer = Long.MIN_VALUE;

    RedditReader(
            String name,
            RedditClient client,
            RedditSourceOptions options,
            List<Listing> listings,
            Watch watch,
            RedditSaver saver,
            DeliveryDesk desk,
            Unacknowledged unacknowledged,
            SourceListener listener,
            RandomGenerator random) {
        this.name = name;
        this.client = client;
        this.options = options;
        this.watch = watch;
        this.saver = saver;
        this.desk = desk;
        this.unacknowledged = unacknowledged;
        this.listener = new SafeListener(name, listener);
        this.time = client.time();
        this.subreddits = new Subreddits(options.subreddits());
        this.fastest = options.minPollInterval();
        this.watched = watch.size();
        this.gather = options.recheckAfter().stream()
                .map(age -> age.dividedBy(10))
                .filter(tenth -> tenth.compareTo(GATHER) < 0)
                .min(Duration::compareTo)
                .orElse(GATHER);
        this.opened = time.now().toEpochMilli();
        this.notBefore = time.nanoTime();
        listings.forEach(listing -> turns.add(new Turn(listing, options.minPollInterval(), notBefore)));
        backOffs.put(Kind.UNAVAILABLE, backOff(1, 60, random));
        backOffs.put(Kind.TOKEN, backOff(1, 60, random));
        backOffs.put(Kind.RATE_LIMITED, backOff(10, 600, random));
        backOffs.put(Kind.BLOCKED, backOff(60, 900, random));
    }

    private static BackOff backOff(int firstSeconds, int maxSeconds, RandomGenerator random) {
        return BackOff.doubling(Duration.ofSeconds(firstSeconds), Duration.ofSeconds(maxSeconds), 0.25, random);
    }

    /** As {@link dev.sentiment4j.http.PollLoop.Work#step}. */
    Duration step() throws InterruptedException {
        Duration untilSave = saver.saveIfDue();
        long now = time.nanoTime();
        Duration wait = waiting(now);
        if (wait.isZero()) {
            wait = client.delay();
        }
        if (!wait.isZero()) {
            return wait.compareTo(untilSave) < 0 ? wait : untilSave;
        }
        try {
            if (subreddits.isSearching()) {
                search();
                recovered();
                return Duration.ZERO;
            }
            // In turns, so that neither starves where the limit is tight.
            boolean looks = dueToWatch() <= 0 && !(lookedLast && nextTurn().due - now <= 0);
            lookedLast = looks;
            if (looks) {
                lookAgain();
            } else {
                read(nextTurn());
            }
            recovered();
            return Duration.ZERO;
        } catch (RedditFaultException e) {
            return failed(e);
        }
    }

    private Duration waiting(long now) {
        long untilTurn = subreddits.isSearching() ? 0 : nextTurn().due - now;
        long untilWatch = Math.min(dueToWatch(), Duration.ofDays(1).toNanos());
        long until = Math.max(notBefore - now, Math.min(untilTurn, untilWatch));
        return until <= 0 ? Duration.ZERO : Duration.ofNanos(until);
    }

    private Turn nextTurn() {
        Turn next = turns.get(0);
        for (Turn turn : turns) {
            next = turn.due - next.due < 0 ? turn : next;
        }
        return next;
    }

    private void read(Turn turn) throws RedditFaultException, InterruptedException {
        Listing listing = turn.listing;
        subreddits.wake(time.nanoTime());
        String path = subreddits.path(listing.kind());
        JsonNode body;
        try {
            body = client.get(path, listing.query(), name + ": reading " + path);
        } catch (RedditFaultException e) {
            if (e.kind() == Kind.REFUSED && subreddits.refused(listing.kind())) {
                counters.faults.increment();
                return;
            }
            throw e;
        }
        subreddits.returned().forEach(this::returned);
        if (listing.seen().isBlank() && options.start() == RedditSourceOptions.Start.NOW) {
            listing.begin(body, opened + client.clockAhead().toMillis());
            saver.changed();
        }
        if (!listing.take(body)) {
            return;
        }
        long high = Math.max(0, Math.max(listing.seen().high(), listing.seen().floor()));
        Listing.Found found = listing.finish();
        control = listing.top().startsWith("t") ? listing.top() : control;
        deliver(listing, found);
        if (found.hole()) {
            hole(Math.min(high, time.now().toEpochMilli()), found.oldest());
        }
        turn.interval = next(turn.interval, found.fresh().size());
        turn.due = time.nanoTime() + turn.interval.toNanos();
        fastest = turns.stream().map(t -> t.interval).min(Duration::compareTo).orElse(turn.interval);
    }

    /** Asks for some of those that are refused together. */
    private void search() throws RedditFaultException, InterruptedException {
        String path = subreddits.suspect();
        try {
            client.get(path, Map.of("limit", "1", "raw_json", "1"), name + ": reading " + path);
            subreddits.cleared();
        } catch (RedditFaultException e) {
            if (e.kind() != Kind.REFUSED) {
                throw e;
            }
            counters.faults.increment();
            String culprit = subreddits.convicted(time.nanoTime(), time.now().toEpochMilli());
            if (subreddits.isEmpty()) {
                throw e;
            }
            if (culprit != null) {
                String what = e.what() + "; the others go on, and it is asked for again in " + Subreddits.REST;
                log.warn("{}", what);
                troubled = true;
                listener.disconnected(SourceException.unavailable(what, e));
            }
        }
        if (subreddits.isUnexplained()) {
            throw RedditFaultException.of(
                    Kind.BLOCKED, name + ": its subreddits are refused together, but not one by one", null);
        }
    }

    private void returned(String subreddit, long since) {
        counters.gaps.increment();
        log.info("{}: r/{} can be read again", name, subreddit);
        Instant start = Instant.ofEpochMilli(since);
        Instant now = time.now();
        listener.gap(new SourceGap(
                start, now.isBefore(start) ? start : now, name + ": r/" + subreddit + " could not be read"));
    }

    private void hole(long high, long oldest) {
        counters.gaps.increment();
        Instant start = Instant.ofEpochMilli(high);
        Instant end = Instant.ofEpochMilli(Math.max(oldest, high));
        log.warn("{}: items written from {} to {} may be missing", name, start, end);
        listener.gap(
                new SourceGap(start, end, name + ": more was written than the some thousand items that Reddit lists"));
    }

    private void deliver(Listing listing, Listing.Found found) throws InterruptedException {
        SeenWindow seen = listing.seen();
        for (Listing.Broken broken : found.broken()) {
            counters.malformed.increment();
            desk.put(Delivery.malformed(
                    broken.id(), RawEntry.ofBody(broken.data().toString()), broken.reason()));
            listing.told(broken);
        }
        for (RedditItem item : found.again()) {
            counters.repeats.increment();
            Watch.Watched known = watch.get(item.name());
            if (known != null) {
                compare(known, item);
            }
        }
        for (RedditItem item : found.fresh()) {
            long created = item.createdAt().toEpochMilli();
            if (item.post() == null) {
                seen.add(item.name(), created);
                continue;
            }
            (item.name().startsWith("t3_") ? counters.posts : counters.comments).increment();
            put(seen, created, item.name(), Delivery.of(item.name(), item.post()));
            watch.add(item.name(), time.now().toEpochMilli(), item.edited(), item.hasAuthor());
        }
        watched = watch.size();
    }

    private void put(SeenWindow seen, long created, String id, Delivery delivery) throws InterruptedException {
        unacknowledged.add(id, created);
        desk.put(delivery);
        // After it: an interrupt leaves an item that was not put to the next run.
        seen.add(id, created);
        saver.changed();
    }

    /** In nanoseconds; huge if there is nothing to look at. */
    private long dueToWatch() {
        long at = watch.nextDue();
        if (at == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long millis = at + gather.toMillis() - time.now().toEpochMilli();
        return millis <= 0
                ? 0
                : Duration.ofMillis(Math.min(millis, Duration.ofDays(1).toMillis()))
                        .toNanos();
    }

    private void lookAgain() throws RedditFaultException, InterruptedException {
        long now = time.now().toEpochMilli();
        List<Watch.Watched> due = watch.take(now, Listing.PAGE - 1);
        Map<String, RedditItem> found = new HashMap<>();
        boolean answered = false;
        try {
            // With one that is listed: an answer without any item would else say that all of them are deleted.
            String names = Stream.concat(due.stream().map(item -> item.name), Stream.of(control))
                    .filter(item -> !item.isEmpty())
                    .distinct()
                    .collect(Collectors.joining(","));
            JsonNode body =
                    client.get("/api/info", Map.of("id", names, "raw_json", "1"), name + ": looking for deletions");
            JsonNode children = body.path("data").path("children");
            if (!children.isArray()) {
                throw RedditFaultException.of(
                        Kind.UNAVAILABLE, name + ": looking for deletions: the answer is no listing", null);
            }
            if (children.isEmpty() && !control.isEmpty() && ++unproven < UNPROVEN) {
                throw RedditFaultException.of(
                        Kind.UNAVAILABLE, name + ": looking for deletions: the answer has no item at all", null);
            }
            unproven = 0;
            for (JsonNode child : children) {
                try {
                    RedditItem item = RedditItem.read(child.path("data"));
                    found.put(item.name(), item);
                } catch (dev.sentiment4j.pipeline.InvalidPostException e) {
                    // It is there, and says nothing new.
                    RedditItem.name(child.path("data")).map(watch::get).ifPresent(item -> item.missed = false);
                }
            }
            answered = true;
        } finally {
            if (!answered) {
                watch.giveBack(due, now);
            }
        }
        for (Watch.Watched item : due) {
            RedditItem present = found.get(item.name);
            if (present == null) {
                if (watch.absent(item, now)) {
                    delete(item);
                }
            } else if (compare(item, present)) {
                watch.present(item);
            }
        }
        watched = watch.size();
        saver.watchedChanged();
    }

    /** Tells what has become of an item; returns whether it is still there. */
    private boolean compare(Watch.Watched known, RedditItem item) throws InterruptedException {
        if (item.post() == null) {
            delete(known);
            return false;
        }
        boolean edited = item.edited() > known.edited;
        boolean authorGone = known.hasAuthor && !item.hasAuthor();
        if (edited || authorGone) {
            Watch.Watched before = known.copy();
            known.edited = Math.max(known.edited, item.edited());
            known.hasAuthor = item.hasAuthor();
            counters.edits.increment();
            String id = item.name() + "@" + item.edited() + (authorGone ? "-" : "");
            watch.unsettled(id, before);
            desk.put(Delivery.of(id, item.post()));
            saver.watchedChanged();
        }
        return true;
    }

    private void delete(Watch.Watched known) throws InterruptedException {
        String id = known.name + "#deleted";
        watch.unsettled(id, known.copy());
        watch.forget(known.name);
        counters.deletions.increment();
        desk.put(Delivery.of(id, new PostDeletion(new PostKey(RedditItem.SOURCE, known.name), time.now())));
        saver.watchedChanged();
    }

    /** So that a request finds {@link #TARGET} items: at most four times as often, half as seldom again as before. */
    private Duration next(Duration interval, int fresh) {
        double factor = fresh == 0 ? 1.5 : Math.max(0.25, Math.min(1.5, (double) TARGET / fresh));
        Duration next = Duration.ofNanos((long) (interval.toNanos() * factor));
        next = next.compareTo(options.minPollInterval()) < 0 ? options.minPollInterval() : next;
        return next.compareTo(options.maxPollInterval()) > 0 ? options.maxPollInterval() : next;
    }

    private void recovered() {
        lastAnswer = time.nanoTime();
        backOffs.values().forEach(BackOff::reset);
        tokensRefused = 0;
        if (troubled) {
            log.info("{}: Reddit answers again", name);
        }
        if (troubled || !connected) {
            troubled = false;
            connected = true;
            listener.connected();
        }
    }

    private Duration failed(RedditFaultException e) {
        counters.faults.increment();
        if (e.kind() == Kind.FATAL || e.kind() == Kind.REFUSED) {
            throw SourceException.fatal(e.what(), e);
        }
        if (e.kind() == Kind.TOKEN && ++tokensRefused >= TOKENS) {
            throw SourceException.fatal(
                    e.what() + ", as were those got in its place; is the application or its user suspended?", e);
        }
        if (!troubled && !(e.kind() == Kind.TOKEN && tokensRefused == 1)) {
            troubled = true;
            log.warn("{}; it is tried again", e.what());
            listener.disconnected(SourceException.unavailable(e.what(), e));
        }
        Duration wait = e.atLeast();
        if (wait.isZero() && !(e.kind() == Kind.TOKEN && tokensRefused == 1)) {
            wait = Objects.requireNonNull(backOffs.get(e.kind())).next();
        }
        if (e.kind() == Kind.RATE_LIMITED) {
            client.block(wait);
        }
        notBefore = time.nanoTime() + wait.toNanos();
        return Duration.ZERO;
    }

    RedditStats stats() {
        long answered = lastAnswer;
        return new RedditStats(
                client.requests(),
                counters.posts.sum(),
                counters.comments.sum(),
                counters.edits.sum(),
                counters.deletions.sum(),
                counters.repeats.sum(),
                counters.malformed.sum(),
                counters.gaps.sum(),
                counters.faults.sum(),
                watched,
                subreddits.leftOut(),
                client.remaining(),
                fastest,
                answered == Long.MIN_VALUE
                        ? java.util.Optional.empty()
                        : java.util.Optional.of(Duration.ofNanos(time.nanoTime() - answered)));
    }
}
