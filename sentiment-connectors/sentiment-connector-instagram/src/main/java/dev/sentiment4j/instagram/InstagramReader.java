package dev.sentiment4j.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.BackOff;
import dev.sentiment4j.http.DeliveryDesk;
import dev.sentiment4j.http.SafeListener;
import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.instagram.InstagramFaultException.Kind;
import dev.sentiment4j.pipeline.CheckpointException;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.InvalidPostException;
import dev.sentiment4j.pipeline.RawEntry;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceListener;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is due next: a page of a hashtag or of a media's comments, the list of own media, or nothing for a while.
 * Used by one thread; {@link #stats} may be called from any.
 */
final class InstagramReader {
    private static final Logger log = LoggerFactory.getLogger(InstagramReader.class);
    /** How far back a hashtag goes. */
    private static final Duration DAY = Duration.ofHours(24);
    /** How long something that cannot be read is left alone. */
    private static final Duration REST = Duration.ofHours(1);
    /** The list of own media changes seldom. */
    private static final int LIST_EVERY = 5;

    /** A page behind the first is read so seldom: a fifth more requests. */
    private static final int OLDER_EVERY = 5;
    /** Where all else is saved already, when targets were read last need not be known to the second. */
    private static final Duration READ_AGAIN = Duration.ofMinutes(10);

    private static final int TOKENS = 3;

    private final String name;
    private final InstagramClient client;
    private final InstagramSourceOptions options;
    private final CheckpointStore checkpoints;
    private final Memory memory;
    private final DeliveryDesk desk;
    private final SourceListener listener;
    private final TimeSource time;
    private final BackOff trouble;
    private final BackOff limited;
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Map<String, String[]> kept;
    private final LongAdder media = new LongAdder();
    private final LongAdder comments = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder gaps = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private long listDue;
    private long notBefore;
    private long nextSave;
    private long saved = -1;
    private boolean nodeFound;
    private boolean wholeRead;
    private long wholeDue;
    private int tokensRefused;
    private boolean connected;
    private boolean troubled;
    private boolean saveFailing;
    private volatile int resting;

    InstagramReader(
            String name,
            InstagramClient client,
            InstagramSourceOptions options,
            CheckpointStore checkpoints,
            Memory memory,
            DeliveryDesk desk,
            SourceListener listener,
            RandomGenerator random) {
        this.name = name;
        this.client = client;
        this.options = options;
        this.checkpoints = checkpoints;
        this.memory = memory;
        this.desk = desk;
        this.listener = new SafeListener(name, listener);
        this.time = client.time();
        this.trouble = BackOff.doubling(Duration.ofSeconds(2), Duration.ofMinutes(5), 0.25, random);
        this.limited = BackOff.doubling(Duration.ofMinutes(5), Duration.ofHours(1), 0.25, random);
        this.notBefore = time.nanoTime();
        this.nextSave = notBefore;
        this.wholeDue = notBefore;
        this.listDue = options.commentsOfLatest() > 0 ? notBefore : Long.MAX_VALUE;
        this.kept = checkpoints
                .load(options.checkpointKey())
                .map(text -> memory.read(text, options.checkpointKey()))
                .orElse(Map.of());
        options.hashtags().forEach(tag -> add(Target.Kind.HASHTAG, tag, ""));
        options.mediaIds().forEach(id -> add(Target.Kind.COMMENTS, id, id));
    }

    private void add(Target.Kind kind, String what, String node) {
        Target target = new Target(kind, what, node, time.nanoTime());
        if (targets.putIfAbsent(target.key(), target) == null) {
            String[] before = kept.get(target.key());
            if (before != null) {
                target.whole = Long.parseLong(before[0]);
                target.node = before[1].equals("-") ? node : before[1];
            }
        }
    }

    /** As {@link dev.sentiment4j.http.PollLoop.Work#step}. */
    Duration step() throws InterruptedException {
        Duration untilSave = saveIfDue();
        long now = time.nanoTime();
        Target next = next();
        long until = Math.max(notBefore - now, Math.min(next == null ? Long.MAX_VALUE : next.due - now, until(now)));
        Duration wait = until > 0 ? Duration.ofNanos(until) : client.delay();
        if (!wait.isZero()) {
            return wait.compareTo(untilSave) < 0 ? wait : untilSave;
        }
        try {
            if (until(now) <= 0) {
                list();
            } else if (next != null) {
                read(next);
            }
            recovered();
        } catch (InstagramFaultException e) {
            failed(e, until(now) <= 0 ? null : next);
        }
        return Duration.ZERO;
    }

    private long until(long now) {
        return listDue == Long.MAX_VALUE ? Long.MAX_VALUE : listDue - now;
    }

    private @Nullable Target next() {
        Target next = null;
        for (Target target : targets.values()) {
            next = next == null || target.due - next.due < 0 ? target : next;
            Target older = target.older;
            next = older != null && older.isActive() && older.due - next.due < 0 ? older : next;
        }
        return next;
    }

    /** The account's latest media; those that fell out of the list are read no more. */
    private void list() throws InstagramFaultException, InterruptedException {
        JsonNode body = client.get(
                "/" + options.userId() + "/media",
                Map.of("fields", "id", "limit", Integer.toString(options.commentsOfLatest())),
                name + ": listing own media");
        if (!body.path("data").isArray()) {
            throw new InstagramFaultException(Kind.UNAVAILABLE, name + ": listing own media: the answer is no list");
        }
        List<String> ids = new java.util.ArrayList<>(options.mediaIds());
        for (JsonNode item : body.path("data")) {
            if (ids.size() < options.mediaIds().size() + options.commentsOfLatest()) {
                InstagramItems.id(item).ifPresent(ids::add);
            }
        }
        targets.values().removeIf(target -> target.kind == Target.Kind.COMMENTS && !ids.contains(target.name));
        ids.forEach(id -> add(Target.Kind.COMMENTS, id, id));
        listDue = time.nanoTime() + LIST_EVERY * options.commentInterval().toNanos();
    }

    private void read(Target target) throws InstagramFaultException, InterruptedException {
        String doing = name + ": reading " + target.key();
        if (target.node.isEmpty()) {
            JsonNode found =
                    client.get("/ig_hashtag_search", Map.of("user_id", options.userId(), "q", target.name), doing);
            JsonNode first = found.path("data").isArray() ? found.path("data").path(0) : found;
            target.node = InstagramItems.id(first)
                    .orElseThrow(() -> new InstagramFaultException(Kind.TARGET, doing + ": there is no such hashtag"));
            nodeFound = true;
            return;
        }
        JsonNode body = client.get(target.path(), target.query(options.userId()), doing);
        // All rotations together meet no more items than are remembered, or what was forgotten would come again.
        if (!target.take(body, memory::isSeen, options.dedupWindow() / 2 / targets.size())) {
            return;
        }
        gap(target);
        for (Map.Entry<String, JsonNode> item : target.finish()) {
            memory.add(item.getKey());
            desk.put(delivery(target, item.getKey(), item.getValue()));
        }
        target.whole = time.now().toEpochMilli();
        wholeRead = true;
        target.due = time.nanoTime() + interval(target).toNanos();
    }

    private Duration interval(Target target) {
        return switch (target.kind) {
            case HASHTAG -> options.hashtagInterval();
            case COMMENTS -> options.commentInterval();
            case OLDER -> options.commentInterval().multipliedBy(OLDER_EVERY);
        };
    }

    private Delivery delivery(Target target, String id, JsonNode item) {
        try {
            if (target.kind == Target.Kind.HASHTAG) {
                Delivery delivery = Delivery.of(id, InstagramItems.media(item, target.name));
                media.increment();
                return delivery;
            }
            Delivery delivery = Delivery.of(id, InstagramItems.comment(item, target.name));
            comments.increment();
            return delivery;
        } catch (InvalidPostException e) {
            malformed.increment();
            return Delivery.malformed(id, RawEntry.ofBody(item.toString()), String.join("; ", e.problems()));
        }
    }

    private void gap(Target target) {
        Instant now = time.now();
        boolean hashtag = target.kind == Target.Kind.HASHTAG;
        // At the first walk all that is offered is to come: of a hashtag a day, of comments all.
        Instant before = target.whole == 0 && hashtag ? now.minus(DAY) : Instant.ofEpochMilli(target.whole);
        Instant offered = hashtag ? now.minus(DAY) : before;
        if (target.reachedLimit || before.isBefore(offered)) {
            gaps.increment();
            // Media are not in order of time; comments are, and those before the oldest were not reached.
            Instant limit = hashtag ? now : target.oldest().orElse(now);
            Instant end = target.reachedLimit ? limit : offered;
            listener.gap(new SourceGap(
                    before,
                    end.isBefore(before) ? before : end,
                    name + ": more of " + target.key() + " than is offered"));
        }
    }

    private void recovered() {
        trouble.reset();
        limited.reset();
        tokensRefused = 0;
        if (troubled || !connected) {
            troubled = false;
            connected = true;
            listener.connected();
        }
    }

    private void failed(InstagramFaultException e, @Nullable Target target) {
        faults.increment();
        if (e.kind() == Kind.FATAL || (e.kind() == Kind.TOKEN && ++tokensRefused >= TOKENS)) {
            throw SourceException.fatal(e.what(), e);
        }
        if (e.kind() == Kind.TARGET) {
            // Others are not to suffer from it.
            log.warn("{}; it is left alone for {}", e.what(), REST);
            if (target == null) {
                listDue = time.nanoTime() + REST.toNanos();
            } else {
                target.startOver();
                target.due = time.nanoTime() + REST.toNanos();
            }
            resting = (int) targets.values().stream()
                    .filter(t -> t.due - time.nanoTime() > interval(t).toNanos())
                    .count();
            return;
        }
        if (!troubled) {
            troubled = true;
            log.warn("{}; it is tried again", e.what());
            listener.disconnected(SourceException.unavailable(e.what(), e));
        }
        Duration wait = e.kind() == Kind.RATE_LIMITED ? limited.next() : trouble.next();
        wait = wait.compareTo(e.atLeast()) < 0 ? e.atLeast() : wait;
        if (e.kind() == Kind.RATE_LIMITED) {
            client.block(wait);
        }
        notBefore = time.nanoTime() + wait.toNanos();
    }

    private Duration saveIfDue() {
        long now = time.nanoTime();
        if (now - nextSave >= 0) {
            nextSave = now + options.checkpointInterval().toNanos();
            save(false);
        }
        return Duration.ofNanos(Math.max(1, nextSave - now));
    }

    /**
     * Saves the place, if it has changed.
     *
     * @param last whether nothing will be saved after it
     */
    void save(boolean last) {
        long changes = memory.changes();
        boolean readAgain = wholeRead && (last || time.nanoTime() - wholeDue >= 0);
        if (changes == saved && !nodeFound && !readAgain) {
            return;
        }
        try {
            checkpoints.save(options.checkpointKey(), memory.write(targets.values()));
            saved = changes;
            nodeFound = false;
            wholeRead = false;
            wholeDue = time.nanoTime() + READ_AGAIN.toNanos();
            saveFailing = false;
        } catch (CheckpointException e) {
            if (!e.isRetriable()) {
                throw SourceException.fatal(name + ": its place cannot be saved: " + e.getMessage(), e);
            }
            if (!saveFailing) {
                saveFailing = true;
                log.warn("{}: its place cannot be saved for now: {}", name, e.getMessage());
            }
        }
    }

    InstagramStats stats() {
        return new InstagramStats(
                client.requests(),
                media.sum(),
                comments.sum(),
                malformed.sum(),
                gaps.sum(),
                faults.sum(),
                resting,
                client.usage());
    }
}
