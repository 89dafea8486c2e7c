package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.redis.Entries.Position;
import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XPendingArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.models.stream.PendingMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes entries over that were delivered and not acknowledged: of dead consumers, given back, or of this consumer's own
 * whose answer got lost. XAUTOCLAIM in two steps (XPENDING with IDLE, then XCLAIM), as XAUTOCLAIM does not tell how
 * often an entry was delivered. Used by the polling thread; giving back by another.
 */
final class Claims {
    private static final Logger log = LoggerFactory.getLogger(Claims.class);
    private static final int PAGE = 1000;
    /** Takes a consumer out of a group, unless it holds something: what a consumer holds would go with it. */
    private static final String LEAVE = "if #redis.call('xpending', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2]) > 0 "
            + "then return 0 end redis.call('xgroup', 'delconsumer', KEYS[1], ARGV[1], ARGV[2]) return 1";

    /** An entry that failed here and comes again here. */
    private record Returned(Position position, int count) {}

    private final RedisSourceOptions options;
    private final RedisLink link;
    private final Consumer<String> me;
    private final Entries entries;
    private final java.util.function.Consumer<SourceGap> gaps;
    private final Queue<Returned> returned = new ConcurrentLinkedQueue<>();
    private boolean leaving;

    Claims(
            RedisSourceOptions options,
            RedisLink link,
            Consumer<String> me,
            Entries entries,
            java.util.function.Consumer<SourceGap> gaps) {
        this.options = options;
        this.link = link;
        this.me = me;
        this.entries = entries;
        this.gaps = gaps;
    }

    boolean hasReturned() {
        return !returned.isEmpty();
    }

    /** What failed here, again. */
    List<Delivery> returned(int max) throws InterruptedException {
        Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
        List<Delivery> out = new ArrayList<>();
        for (int i = 0; i < max; i++) {
            Returned next = returned.peek();
            if (next == null || (entries.isSuspect(next.count()) && (i > 0 || entries.holdsSuspect()))) {
                break;
            }
            returned.remove();
            counts.computeIfAbsent(next.position().stream(), s -> new LinkedHashMap<>())
                    .put(next.position().id(), next.count());
            if (entries.isSuspect(next.count())) {
                break;
            }
        }
        for (Map.Entry<String, Map<String, Integer>> stream : counts.entrySet()) {
            try {
                out.addAll(claim(stream.getKey(), stream.getValue(), Duration.ZERO));
            } catch (RedisFailureException | InterruptedException e) {
                stream.getValue()
                        .forEach((id, count) -> returned.add(new Returned(new Position(stream.getKey(), id), count)));
                throw e;
            }
        }
        return out;
    }

    /** What others have held for too long, or given back. */
    List<Delivery> stale(int max) throws InterruptedException {
        List<Delivery> out = new ArrayList<>();
        for (String stream : options.streams()) {
            if (out.size() >= max) {
                break;
            }
            List<PendingMessage> pending = link.await(
                    link.commands()
                            .xpending(
                                    stream,
                                    new XPendingArgs<String>()
                                            .group(options.group())
                                            .idle(options.claimIdle())
                                            .range(Range.unbounded())
                                            .limit(Limit.from(Math.max(PAGE, max)))),
                    Duration.ZERO);
            out.addAll(claim(stream, select(stream, pending, max - out.size(), out.isEmpty()), options.claimIdle()));
        }
        return out;
    }

    /** What the server has given to this consumer and this consumer does not have: an answer that got lost. */
    List<Delivery> own(int max) throws InterruptedException {
        List<Delivery> out = new ArrayList<>();
        for (String stream : options.streams()) {
            Range<String> range = Range.unbounded();
            while (out.size() < max) {
                List<PendingMessage> page = pendingOf(stream, me, range);
                out.addAll(claim(stream, select(stream, page, max - out.size(), out.isEmpty()), Duration.ZERO));
                if (page.size() < PAGE) {
                    break;
                }
                range = after(page);
            }
        }
        return out;
    }

    private List<PendingMessage> pendingOf(String stream, Consumer<String> consumer, Range<String> range)
            throws InterruptedException {
        return link.await(link.commands().xpending(stream, consumer, range, Limit.from(PAGE)), Duration.ZERO);
    }

    private static Range<String> after(List<PendingMessage> page) {
        return Range.from(Range.Boundary.excluding(page.get(page.size() - 1).getId()), Range.Boundary.unbounded());
    }

    /** Those that are not in our hands; one under suspicion alone, and only if nothing else is to be claimed. */
    private Map<String, Integer> select(String stream, List<PendingMessage> pending, int max, boolean mayBeAlone) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        PendingMessage suspect = null;
        for (PendingMessage message : pending) {
            Position position = new Position(stream, message.getId());
            if (entries.isHeld(position) || isReturned(position)) {
                continue;
            }
            int count = (int) message.getRedeliveryCount();
            if (entries.isSuspect(count)) {
                suspect = suspect == null ? message : suspect;
            } else if (counts.size() < max) {
                counts.put(message.getId(), count);
            }
        }
        if (counts.isEmpty() && suspect != null && mayBeAlone && !entries.holdsSuspect()) {
            counts.put(suspect.getId(), (int) suspect.getRedeliveryCount());
        }
        return counts;
    }

    private boolean isReturned(Position position) {
        return returned.stream().anyMatch(r -> r.position().equals(position));
    }

    /** Tells the server that we still work on what we hold, so that nobody else takes it. Waits for nothing. */
    synchronized void renew() {
        List<Position> held = entries.held();
        if (leaving || held.isEmpty() || !link.isOpen()) {
            return;
        }
        try {
            RedisClusterAsyncCommands<String, byte[]> commands = link.commands();
            Map<String, List<String>> byStream = new LinkedHashMap<>();
            held.forEach(p ->
                    byStream.computeIfAbsent(p.stream(), s -> new ArrayList<>()).add(p.id()));
            byStream.forEach((stream, ids) -> pages(ids)
                    .forEach(page -> commands.xclaim(
                            stream, me, new XClaimArgs().minIdleTime(0).justid(), page)));
        } catch (RedisFailureException e) {
            log.debug("not connected; the lease of {} entries is not renewed", held.size());
        } catch (RuntimeException e) {
            // Thrown from here, it would end all later renewals.
            log.warn("the lease of {} entries is not renewed; it is tried again", held.size(), e);
        }
    }

    private static List<String[]> pages(List<String> ids) {
        List<String[]> pages = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += PAGE) {
            pages.add(ids.subList(from, Math.min(ids.size(), from + PAGE)).toArray(String[]::new));
        }
        return pages;
    }

    private List<Delivery> claim(String stream, Map<String, Integer> counts, Duration minIdle)
            throws InterruptedException {
        if (counts.isEmpty()) {
            return List.of();
        }
        List<StreamMessage<String, byte[]>> claimed = link.await(
                link.commands()
                        .xclaim(
                                stream,
                                me,
                                new XClaimArgs().minIdleTime(minIdle),
                                counts.keySet().toArray(String[]::new)),
                Duration.ZERO);
        Map<String, Integer> missing = new LinkedHashMap<>(counts);
        List<Delivery> out = new ArrayList<>();
        for (StreamMessage<String, byte[]> message : claimed) {
            // A server before 7.0 answers nothing in place of an entry that is gone.
            if (message == null || message.getId() == null || message.getBody() == null) {
                continue;
            }
            Integer before = missing.remove(message.getId());
            if (before != null) {
                out.add(entries.take(message, before + 1));
            }
        }
        if (!missing.isEmpty()) {
            forgetTrimmed(stream, new ArrayList<>(missing.keySet()));
        }
        return out;
    }

    /** Entries that were trimmed or deleted before anybody dealt with them can only be told of. */
    private void forgetTrimmed(String stream, List<String> ids) throws InterruptedException {
        RedisClusterAsyncCommands<String, byte[]> commands = link.commands();
        Map<String, RedisFuture<List<StreamMessage<String, byte[]>>>> looks = new LinkedHashMap<>();
        for (String id : ids) {
            looks.put(id, commands.xrange(stream, Range.create(id, id), Limit.from(1)));
        }
        List<String> gone = new ArrayList<>();
        for (Map.Entry<String, RedisFuture<List<StreamMessage<String, byte[]>>>> look : looks.entrySet()) {
            if (link.await(look.getValue(), Duration.ZERO).isEmpty()) {
                gone.add(look.getKey());
            }
        }
        if (gone.isEmpty()) {
            return;
        }
        link.await(commands.xack(stream, options.group(), gone.toArray(String[]::new)), Duration.ZERO);
        log.warn(
                "stream '{}': {} entries that group '{}' had not dealt with are gone, trimmed or deleted",
                stream,
                gone.size(),
                options.group());
        gaps.accept(new SourceGap(
                Entries.addedAt(gone.get(0)),
                Entries.addedAt(gone.get(gone.size() - 1)),
                gone.size() + " entries of stream '" + stream
                        + "' were trimmed or deleted before they were dealt with"));
    }

    /** Comes again here. */
    void comeAgain(List<Delivery> deliveries) {
        for (Delivery delivery : deliveries) {
            returned.add(new Returned(Entries.position(delivery), delivery.deliveryCount()));
        }
    }

    /**
     * Lets anybody have them, at once.
     *
     * @param counts by position: what the server shall think how often it was delivered
     */
    void giveBack(Map<Position, Integer> counts) {
        Map<String, Map<Integer, List<String>>> byCount = new TreeMap<>();
        counts.forEach((position, count) -> byCount.computeIfAbsent(position.stream(), s -> new TreeMap<>())
                .computeIfAbsent(count, c -> new ArrayList<>())
                .add(position.id()));
        RedisClusterAsyncCommands<String, byte[]> commands = link.commands();
        Consumer<String> nobody = Consumer.from(options.group(), Entries.GIVEN_BACK);
        List<RedisFuture<?>> answers = new ArrayList<>();
        byCount.forEach(
                (stream, groups) -> groups.forEach((count, ids) -> pages(ids).forEach(page -> {
                    XClaimArgs args = new XClaimArgs()
                            .minIdleTime(0)
                            .idle(options.claimIdle())
                            .retryCount(count)
                            .justid();
                    answers.add(commands.xclaim(stream, nobody, args, page));
                })));
        link.awaitAll(answers);
    }

    /** Gives back all that the server has given to this consumer, and takes the consumer out of the group. */
    void leave() throws InterruptedException {
        synchronized (this) {
            // A renewal would take back what is given back, and it would be lost with the consumer.
            leaving = true;
        }
        Map<Position, Integer> failed = new LinkedHashMap<>();
        returned.forEach(r -> failed.put(r.position(), r.count()));
        for (String stream : options.streams()) {
            List<PendingMessage> page = pendingOf(stream, me, Range.unbounded());
            while (!page.isEmpty()) {
                Map<Position, Integer> counts = new LinkedHashMap<>();
                for (PendingMessage message : page) {
                    Position position = new Position(stream, message.getId());
                    // Nothing is known against what did not fail: this time does not count.
                    counts.put(
                            position,
                            failed.getOrDefault(position, Math.max(0, (int) message.getRedeliveryCount() - 1)));
                }
                giveBack(counts);
                page = pendingOf(stream, me, after(page));
            }
            remove(stream);
        }
    }

    /** Another read of ours may yet be answered, or another process bear our name: then the consumer stays. */
    private void remove(String stream) throws InterruptedException {
        RedisFuture<Long> answer = link.commands()
                .eval(
                        LEAVE,
                        ScriptOutputType.INTEGER,
                        new String[] {stream},
                        Utf8.bytes(options.group()),
                        Utf8.bytes(me.getName()));
        try {
            if (link.await(answer, Duration.ZERO) == 0) {
                log.warn(
                        "stream '{}': consumer '{}' was given entries while it left group '{}', so it stays there; they"
                                + " are claimed when they have been idle for long enough",
                        stream,
                        me.getName(),
                        options.group());
            }
        } catch (RedisFailureException e) {
            if (!e.failure().code().equals("NOPERM")) {
                throw e;
            }
            log.debug("stream '{}': no right to run scripts, so consumer '{}' stays", stream, me.getName());
        }
    }
}
