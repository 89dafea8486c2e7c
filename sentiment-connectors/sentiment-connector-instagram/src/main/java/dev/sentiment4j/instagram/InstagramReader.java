package dev.sentiment4j.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.BackOff;
import dev.sentiment4j.http.DeliveryDesk;
import dev.sentiment4j.http.SafeListener;
import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.instagram.InstagramFaultException.Kind;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.InvalidPostException;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.RawEntry;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    /** When to ask again for a page that was empty. */
    private static final Duration DOUBT = Duration.ofSeconds(10);

    private static final int TOKENS = 3;

    private final String name;
    private final InstagramClient client;
    private final InstagramSourceOptions options;
    private final Memory memory;
    private final InstagramSaver saver;
    private final DeliveryDesk desk;
    private final SourceListener listener;
    private final TimeSource time;
    private final BackOff trouble;
    private final BackOff limited;
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final LongAdder media = new LongAdder();
    private final LongAdder comments = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder gaps = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private long listDue;
    private long notBefore;
    private int tokensRefused;
    private boolean connected;
    private boolean troubled;
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
        this.memory = memory;
        this.desk = desk;
        this.listener = new SafeListener(name, listener);
        this.time = client.time();
        this.trouble = BackOff.doubling(Duration.ofSeconds(2), Duration.ofMinutes(5), 0.25, random);
        this.limited = BackOff.doubling(Duration.ofMinutes(5), Duration.ofHours(1), 0.25, random);
        this.notBefore = time.nanoTime();
        this.listDue = options.commentsOfLatest() > 0 ? notBefore : Long.MAX_VALUE;
        this.saver = new InstagramSaver(name, checkpoints, options, memory, targets.values(), time);
        options.hashtags().forEach(tag -> add(Target.Kind.HASHTAG, tag, ""));
        options.mediaIds().forEach(id -> add(Target.Kind.COMMENTS, id, id));
    }

    private void add(Target.Kind kind, String what, String node) {
        Target target = new Target(kind, what, node, time.nanoTime());
        if (targets.putIfAbsent(target.key(), target) == null) {
            saver.restore(target);
        }
    }

    /** As {@link dev.sentiment4j.http.PollLoop.Work#step}. */
    Duration step() throws InterruptedException {
        Duration untilSave = saver.saveIfDue();
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
        List<String> ids = new ArrayList<>(options.mediaIds());
        for (JsonNode item : body.path("data")) {
            if (ids.size() < options.mediaIds().size() + options.commentsOfLatest()) {
                InstagramItems.id(item).ifPresent(ids::add);
            }
        }
        targets.values().removeIf(target -> target.kind == Target.Kind.COMMENTS && !ids.contains(target.name));
        ids.forEach(id -> add(Target.Kind.COMMENTS, id, id));
        countResting();
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
            saver.changed();
            return;
        }
        target.asking(time.now());
        JsonNode page = client.get(target.path(), target.query(options.userId()), doing);
        // Half of what is remembered is for what comes between two walks to the end.
        if (!target.take(page, memory::meet, options.dedupWindow() / (2 * targets.size()))) {
            if (target.isDoubtful()) {
                target.due = time.nanoTime() + DOUBT.toNanos();
            }
            return;
        }
        gap(target);
        deliver(target, target.finish());
        target.resting = false;
        countResting();
        saver.readAgain();
        boolean hashtag = target.kind == Target.Kind.HASHTAG;
        target.due = time.nanoTime() + (hashtag ? options.hashtagInterval() : options.commentInterval()).toNanos();
    }

    private void countResting() {
        resting = (int) targets.values().stream().filter(t -> t.resting).count();
    }

    private void deliver(Target target, List<Map.Entry<String, JsonNode>> items) throws InterruptedException {
        List<Delivery> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> item : items) {
            Delivery delivery = delivery(target, item.getKey(), item.getValue());
            long written = delivery.event().orElse(null) instanceof Post post
                    ? post.createdAt().toEpochMilli()
                    : target.read;
            memory.add(item.getKey(), target.key(), written);
            found.add(delivery);
        }
        // All of them are known before the first waits for room: who closes meanwhile saves what is still to come.
        for (Delivery delivery : found) {
            desk.put(delivery);
        }
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
        Instant before = target.read == 0 && hashtag ? now.minus(DAY) : Instant.ofEpochMilli(target.read);
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

    private void failed(InstagramFaultException e, @Nullable Target target) throws InterruptedException {
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
                // What it has shown so far counts.
                deliver(target, target.breakOff());
                target.due = time.nanoTime() + REST.toNanos();
                target.resting = true;
                countResting();
            }
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

    /** Saves the place for the last time. */
    void saveLast() {
        saver.save(true);
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
