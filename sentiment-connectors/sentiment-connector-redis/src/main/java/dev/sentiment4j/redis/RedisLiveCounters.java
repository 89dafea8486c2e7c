package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.Rejection;
import dev.sentiment4j.pipeline.SinkEvent;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts of labels that live as long as posts come: hashes such as {@code sentiment:overall} with the fields
 * {@code negative}, {@code neutral}, {@code positive}. A hash expires when nothing was counted in it for a time.
 *
 * <p>A post counts once in each hash, however often it comes: what it counted as is remembered beside the hash, in a
 * small key of its own, for the same time since it came last. So Redis holds such a key for each post of that time: at
 * 100 posts a second and 15 minutes, 90,000 keys. What comes again later than that counts again. A new version or a
 * later analysis counts instead of the earlier one; a deleted post no longer. Results without a sentiment are not
 * counted. In a cluster each hash and what is remembered for it share a slot.
 */
public final class RedisLiveCounters implements PostSink {
    /** {@value}: the hash of all posts. */
    public static final String OVERALL = "sentiment:overall";

    private static final int PORTION = 256;

    /** One key, one post: counter, memory -> ttl in ms, version in ms, label or "", whether whatever is there goes. */
    private static final String COUNT = "local seen = redis.call('get', KEYS[2]) "
            + "local old = '' "
            + "if seen then "
            + "local bar = string.find(seen, ':', 1, true) "
            + "local version, now = tonumber(string.sub(seen, 1, bar - 1)), tonumber(ARGV[2]) "
            + "old = string.sub(seen, bar + 1) "
            + "if ARGV[4] == '0' and (version > now or (version == now and old == '' and ARGV[3] ~= '')) "
            + "then return 0 end end "
            + "redis.call('set', KEYS[2], ARGV[2] .. ':' .. ARGV[3], 'px', ARGV[1]) "
            + "if old ~= ARGV[3] then "
            + "if old ~= '' and redis.call('hexists', KEYS[1], old) == 1 then redis.call('hincrby', KEYS[1], old, -1) end "
            + "if ARGV[3] ~= '' then redis.call('hincrby', KEYS[1], ARGV[3], 1) end "
            + "end "
            + "redis.call('pexpire', KEYS[1], ARGV[1]) return 1";

    private final RedisOptions redis;
    private final Duration timeToLive;
    private final Function<SinkEvent, ? extends Collection<String>> keys;
    private @Nullable RedisConnector connector;
    private @Nullable RedisLink link;
    private boolean closed;

    /** Counts all posts in {@value #OVERALL}. */
    public RedisLiveCounters(RedisOptions redis, Duration timeToLive) {
        this(redis, timeToLive, event -> List.of(OVERALL));
    }

    /**
     * Counts posts under keys of one's own.
     *
     * @param timeToLive how long a hash lives after it was last counted in
     * @param keys the hashes in which a post counts, the same for all its versions; for a deletion, those from which to
     *     take the post, where it may well not be
     * @throws dev.sentiment4j.InvalidOptionsException if the time is not positive
     */
    public RedisLiveCounters(
            RedisOptions redis, Duration timeToLive, Function<SinkEvent, ? extends Collection<String>> keys) {
        List<String> problems = new ArrayList<>();
        Checks.positive(problems, "timeToLive", timeToLive);
        Checks.report("redis live counters", problems);
        this.redis = Objects.requireNonNull(redis, "redis");
        this.timeToLive = timeToLive;
        this.keys = Objects.requireNonNull(keys, "keys");
    }

    @Override
    public String name() {
        return "redis:counters";
    }

    @Override
    public synchronized void open() {
        if (closed || link != null) {
            throw new IllegalStateException(name() + (closed ? ": closed" : ": open already"));
        }
        RedisConnector fresh = new RedisConnector(redis);
        RedisLink made = new RedisLink(
                fresh, "sink '" + name() + "', " + redis.where(), false, RedisLink.Listener.NONE, System::nanoTime);
        try {
            RedisFuture<String> pong = made.commands().ping();
            made.flush();
            made.awaitQuietly(pong);
        } catch (RedisFailureException e) {
            made.close();
            fresh.close();
            throw e.failure().toSink();
        }
        connector = fresh;
        link = made;
    }

    @Override
    public synchronized List<Rejection> write(List<SinkEvent> events) throws InterruptedException {
        RedisLink open = link;
        if (open == null) {
            throw new IllegalStateException(name() + ": not open");
        }
        try {
            RedisClusterAsyncCommands<String, byte[]> commands = open.commands();
            List<RedisFuture<?>> answers = new ArrayList<>();
            for (SinkEvent event : events) {
                for (String key : keys.apply(event)) {
                    count(commands, key, event, answers);
                }
                if (answers.size() >= PORTION) {
                    finish(open, answers);
                }
            }
            finish(open, answers);
            return List.of();
        } catch (RedisFailureException e) {
            throw e.failure().toSink();
        }
    }

    private void count(
            RedisClusterAsyncCommands<String, byte[]> commands,
            String key,
            SinkEvent event,
            List<RedisFuture<?>> answers) {
        if (event instanceof PostDeletion deletion) {
            answers.add(count(commands, key, deletion.key(), deletion.deletedAt(), "", true));
            return;
        }
        AnalyzedPost analyzed = (AnalyzedPost) event;
        Instant version = analyzed.post().version();
        for (String id : analyzed.post().supersedes()) {
            answers.add(count(commands, key, new PostKey(analyzed.post().source(), id), version, "", false));
        }
        String label =
                analyzed.result().hasSentiment() ? analyzed.result().label().id() : "";
        answers.add(count(commands, key, analyzed.key(), version, label, false));
    }

    /** By the script's text: a server that restarts or fails over may have forgotten a script that was loaded. */
    private RedisFuture<Object> count(
            RedisClusterAsyncCommands<String, byte[]> commands,
            String key,
            PostKey post,
            Instant version,
            String label,
            boolean whatever) {
        return commands.eval(
                COUNT,
                ScriptOutputType.INTEGER,
                new String[] {key, "{" + key + "}:" + post},
                bytes(Long.toString(timeToLive.toMillis())),
                bytes(Long.toString(version.toEpochMilli())),
                bytes(label),
                bytes(whatever ? "1" : "0"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void finish(RedisLink link, List<RedisFuture<?>> answers) throws InterruptedException {
        link.flush();
        for (RedisFuture<?> answer : answers) {
            link.await(answer, Duration.ZERO);
        }
        answers.clear();
    }

    /**
     * What a hash counts now, by label; empty if it has expired.
     *
     * @throws dev.sentiment4j.pipeline.SinkException if Redis cannot tell
     */
    public synchronized Map<String, Long> counts(String key) throws InterruptedException {
        RedisLink open = link;
        if (open == null) {
            throw new IllegalStateException(name() + ": not open");
        }
        try {
            RedisFuture<Map<String, byte[]>> answer = open.commands().hgetall(key);
            open.flush();
            Map<String, Long> counts = new LinkedHashMap<>();
            open.await(answer, Duration.ZERO)
                    .forEach((label, count) ->
                            counts.put(label, Long.parseLong(new String(count, StandardCharsets.US_ASCII))));
            return counts;
        } catch (RedisFailureException e) {
            throw e.failure().toSink();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (link != null) {
            link.close();
        }
        if (connector != null) {
            connector.close();
        }
        link = null;
        connector = null;
    }

    @Override
    public String toString() {
        return "RedisLiveCounters[timeToLive=" + timeToLive + "]";
    }
}
