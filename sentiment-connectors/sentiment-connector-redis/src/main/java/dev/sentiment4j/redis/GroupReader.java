package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.Delivery;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what nobody was given yet, and claims in between. An answer that its poll does not wait for (it was
 * interrupted) is kept for the next one; one that gets lost with its connection is asked for. Used by the polling
 * thread alone, but for {@link #claimSoon()} and {@link #close()}.
 */
final class GroupReader implements AutoCloseable {
    /** Waiting longer would starve the other streams of a cluster, which cannot be waited for together. */
    private static final Duration CLUSTER_TURN = Duration.ofMillis(100);
    /** How long to wait at most while an entry that must be alone is in work, after which the next one may come. */
    private static final Duration SUSPECT_TURN = Duration.ofMillis(20);

    private final RedisSourceOptions options;
    private final RedisLink link;
    private final Consumer<String> me;
    private final Entries entries;
    private final Claims claims;
    private final LagWatch lag;
    private final List<List<String>> together;
    private final Deque<Delivery> ready = new ArrayDeque<>();

    private @Nullable RedisFuture<List<StreamMessage<String, byte[]>>> asked;
    private Duration askedBlock = Duration.ZERO;
    private boolean answerLost = true;
    private volatile boolean claimDue = true;
    private long nextClaim;
    private int turn;

    GroupReader(
            RedisSourceOptions options,
            RedisLink link,
            Consumer<String> me,
            Entries entries,
            Claims claims,
            LagWatch lag,
            boolean cluster) {
        this.options = options;
        this.link = link;
        this.me = me;
        this.entries = entries;
        this.claims = claims;
        this.lag = lag;
        this.together = cluster ? options.streams().stream().map(List::of).toList() : List.of(options.streams());
    }

    /** Looks for claimable entries at the next opportunity. */
    void claimSoon() {
        claimDue = true;
    }

    /** At most so many deliveries, at the latest when the time has come. */
    List<Delivery> poll(int max, long deadline) throws InterruptedException {
        lag.askIfDue();
        int empty = 0;
        while (true) {
            List<Delivery> out = ready.isEmpty() ? claimed(max) : List.of();
            if (out.isEmpty() && ready.isEmpty()) {
                long left = deadline - System.nanoTime();
                // In a cluster, each stream is looked at once before one of them is waited for.
                boolean look = left <= 0 || empty < together.size() - 1;
                read(max, look ? Duration.ZERO : patience(left));
                empty++;
                if (ready.isEmpty() && left <= 0 && empty >= together.size()) {
                    return List.of();
                }
            }
            if (!out.isEmpty()) {
                return out;
            }
            if (!ready.isEmpty()) {
                return drain(max);
            }
        }
    }

    private List<Delivery> drain(int max) {
        if (ready.size() <= max) {
            List<Delivery> all = List.copyOf(ready);
            ready.clear();
            return all;
        }
        List<Delivery> some = new ArrayList<>(max);
        for (int i = 0; i < max; i++) {
            some.add(ready.remove());
        }
        return some;
    }

    private List<Delivery> claimed(int max) throws InterruptedException {
        if (claims.hasReturned()) {
            List<Delivery> again = claims.returned(max);
            if (!again.isEmpty()) {
                return again;
            }
        }
        if (answerLost && asked == null) {
            List<Delivery> own = claims.own(max);
            answerLost = !own.isEmpty();
            if (!own.isEmpty()) {
                return own;
            }
        }
        long now = System.nanoTime();
        if (claimDue || now - nextClaim >= 0) {
            claimDue = false;
            List<Delivery> stale = claims.stale(max);
            nextClaim = now + options.claimInterval().toNanos();
            // There may be more than one poll takes.
            claimDue |= !stale.isEmpty();
            return stale;
        }
        return List.of();
    }

    /** How long to wait at the server: not beyond the next claim, and whole milliseconds, of which 0 means for ever. */
    private Duration patience(long left) {
        long wait = Math.min(left, Math.max(0, nextClaim - System.nanoTime()));
        if (together.size() > 1) {
            wait = Math.min(wait, CLUSTER_TURN.toNanos());
        }
        if (entries.holdsSuspect()) {
            wait = Math.min(wait, SUSPECT_TURN.toNanos());
        }
        return Duration.ofMillis(Math.max(1, wait / 1_000_000));
    }

    private void read(int max, Duration block) throws InterruptedException {
        RedisFuture<List<StreamMessage<String, byte[]>>> answer = asked;
        if (answer == null) {
            answer = ask(max, block);
            asked = answer;
            askedBlock = block;
        }
        List<StreamMessage<String, byte[]>> messages;
        try {
            messages = link.await(answer, askedBlock);
        } catch (RedisFailureException e) {
            asked = null;
            answerLost = true;
            throw e;
        }
        asked = null;
        for (StreamMessage<String, byte[]> message : messages) {
            ready.add(entries.take(message, 1));
        }
        if (!messages.isEmpty()) {
            lag.delivered(messages.get(messages.size() - 1).getId());
        }
    }

    @SuppressWarnings("unchecked") // an array of offsets
    private RedisFuture<List<StreamMessage<String, byte[]>>> ask(int max, Duration block) {
        List<String> keys = together.get(turn++ % together.size());
        StreamOffset<String>[] offsets =
                keys.stream().map(StreamOffset::lastConsumed).toArray(StreamOffset[]::new);
        XReadArgs args = new XReadArgs().count(max);
        if (!block.isZero()) {
            args.block(block);
        }
        RedisClusterAsyncCommands<String, byte[]> commands = link.commands();
        return commands.xreadgroup(me, args, offsets);
    }

    @Override
    public void close() {
        link.close();
    }
}
