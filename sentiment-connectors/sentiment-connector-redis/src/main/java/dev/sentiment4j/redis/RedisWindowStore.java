package dev.sentiment4j.redis;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SinkException;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.CellStats;
import dev.sentiment4j.window.WindowSnapshot;
import dev.sentiment4j.window.WindowStore;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Windows in Redis, for a time: the latest values of each cell as a hash for dashboards, and windows whole. Connects
 * when it is first used, and again by itself; throws {@link dev.sentiment4j.pipeline.SinkException}. Thread-safe.
 *
 * <p>Hashes are {@code sentiment:overall}, {@code sentiment:geo:{city}} for the dimension "city", and
 * {@code sentiment:{dimension}:{value}} for others, such as {@code sentiment:product:phone} or
 * {@code sentiment:channel:support}; of several dimensions, {@code sentiment:{cell}}, such as
 * {@code sentiment:product=phone,city=Berlin}, and so for the dimensions "geo", "window", "checkpoint" and "result",
 * whose keys would be those of others. A value that begins with {@code *} or a backslash has a backslash before it, as
 * {@code *} is the rest. Only windows of one name write them; a window that is older than what is there, or an older
 * revision of it, writes nothing. Their fields: {@code window_start} and {@code window_end} (ISO 8601),
 * {@code revision}, {@code posts}, {@code negative}, {@code neutral}, {@code positive}, {@code mean_score},
 * {@code score_variance}, {@code mean_toxicity}, {@code toxic}, {@code mean_churn}, {@code churning},
 * {@code distinct_authors}, {@code complete}, and {@code emotion:<name>}; what is not known is not there. A cell
 * without posts in the latest window keeps its last hash until it expires: compare {@code window_end}.
 *
 * <p>Windows lie whole under {@code sentiment:window:{name}:<start in ms>}, and their starts in the sorted set
 * {@code sentiment:window:{name}}. Do not give {@link RedisLiveCounters} the same prefix: it would write into the same
 * hashes.
 */
public final class RedisWindowStore implements WindowStore, AutoCloseable {
    /** {@value}: what keys begin with. */
    public static final String DEFAULT_PREFIX = "sentiment:";
    /** A day: how long what was not written again stays. */
    public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofHours(24);

    /** Key -> ttl in ms, order of this window, fields and values: writes unless something later is there. */
    private static final String WRITE_HASH = "local old = redis.call('hget', KEYS[1], 'order') "
            + "if old and tonumber(old) > tonumber(ARGV[2]) then return 0 end "
            + "redis.call('del', KEYS[1]) "
            + "redis.call('hset', KEYS[1], 'order', ARGV[2], unpack(ARGV, 3)) "
            + "redis.call('pexpire', KEYS[1], ARGV[1]) return 1";

    /** Window, index -> ttl in ms, start in ms, revision, earliest start to keep, bytes. */
    private static final String WRITE_WINDOW = "local old = redis.call('hget', KEYS[1], 'revision') "
            + "if old and tonumber(old) > tonumber(ARGV[3]) then return 0 end "
            + "redis.call('hset', KEYS[1], 'revision', ARGV[3], 'snapshot', ARGV[5]) "
            + "redis.call('pexpire', KEYS[1], ARGV[1]) "
            + "redis.call('zadd', KEYS[2], ARGV[2], ARGV[2]) "
            + "redis.call('zremrangebyscore', KEYS[2], '-inf', '(' .. ARGV[4]) "
            + "redis.call('pexpire', KEYS[2], ARGV[1]) return 1";

    /** Dimensions whose keys, made like those of others, could be cities, whole windows, checkpoints or results. */
    private static final Set<String> OTHERS = Set.of("geo", "window", "checkpoint", "result");

    private static final int REVISIONS = 1000;
    /** The first windows begin before the first post that can be. */
    private static final Duration LONGEST_WINDOW = Duration.ofDays(366);

    private final LazyLink link;
    private final String live;
    private final String prefix;
    private final Duration timeToLive;

    /**
     * A store with the default prefix, for a day.
     *
     * @param live the name of the windows whose cells are hashes
     */
    public RedisWindowStore(RedisOptions redis, String live) {
        this(redis, live, DEFAULT_PREFIX, DEFAULT_TIME_TO_LIVE);
    }

    /**
     * A store.
     *
     * @throws dev.sentiment4j.InvalidOptionsException if the time is not positive
     */
    public RedisWindowStore(RedisOptions redis, String live, String prefix, Duration timeToLive) {
        List<String> problems = new ArrayList<>();
        Checks.positive(problems, "timeToLive", timeToLive);
        Checks.report("redis window store", problems);
        this.link = new LazyLink(redis, "windows", false);
        this.live = Objects.requireNonNull(live, "live");
        this.prefix = Objects.requireNonNull(prefix, "prefix");
        this.timeToLive = timeToLive;
    }

    @Override
    public void put(WindowSnapshot window) throws InterruptedException {
        try {
            RedisLink open = link.get();
            RedisClusterAsyncCommands<String, byte[]> commands = open.commands();
            List<RedisFuture<?>> answers = new ArrayList<>();
            if (window.window().equals(live)) {
                for (Map.Entry<CellKey, CellStats> cell : window.cells().entrySet()) {
                    answers.add(hash(commands, window, cell.getKey(), cell.getValue()));
                }
            }
            answers.add(whole(commands, window));
            open.flush();
            for (RedisFuture<?> answer : answers) {
                open.await(answer, Duration.ZERO);
            }
        } catch (RedisFailureException e) {
            throw e.failure().toSink();
        } catch (IllegalStateException e) {
            // Closed before the windows were: the window is given again, after a restart if need be.
            throw SinkException.unavailable("the store of windows in Redis is closed", e);
        }
    }

    private RedisFuture<Object> hash(
            RedisClusterAsyncCommands<String, byte[]> commands, WindowSnapshot window, CellKey key, CellStats stats) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(Utf8.bytes(Long.toString(timeToLive.toMillis())));
        long order = window.start().toEpochMilli() * REVISIONS + Math.min(REVISIONS - 1, window.revision());
        arguments.add(Utf8.bytes(Long.toString(order)));
        fields(window, stats).forEach((name, value) -> {
            arguments.add(Utf8.bytes(name));
            arguments.add(Utf8.bytes(value));
        });
        return commands.eval(
                WRITE_HASH, ScriptOutputType.INTEGER, new String[] {key(key)}, arguments.toArray(new byte[0][]));
    }

    private static Map<String, String> fields(WindowSnapshot window, CellStats stats) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("window_start", window.start().toString());
        fields.put("window_end", window.end().toString());
        fields.put("revision", Integer.toString(window.revision()));
        fields.put("posts", Long.toString(stats.posts()));
        for (SentimentLabel label : SentimentLabel.values()) {
            fields.put(label.id(), Long.toString(stats.count(label)));
        }
        put(fields, "mean_score", stats.meanScore());
        put(fields, "score_variance", stats.scoreVariance());
        put(fields, "mean_toxicity", stats.meanToxicity());
        fields.put("toxic", Long.toString(stats.toxic()));
        put(fields, "mean_churn", stats.meanChurn());
        fields.put("churning", Long.toString(stats.churning()));
        stats.distinctAuthors().ifPresent(authors -> fields.put("distinct_authors", Long.toString(authors)));
        fields.put("complete", Boolean.toString(stats.isComplete()));
        stats.emotions().forEach((name, count) -> fields.put("emotion:" + name, Long.toString(count)));
        return fields;
    }

    private static void put(Map<String, String> fields, String name, OptionalDouble value) {
        value.ifPresent(number -> fields.put(name, Double.toString(number)));
    }

    /** The hash of a cell. */
    public String key(CellKey key) {
        if (key.dimensions().isEmpty()) {
            return prefix + "overall";
        }
        if (key.dimensions().size() > 1) {
            return prefix + key;
        }
        String dimension = key.dimensions().get(0);
        if (OTHERS.contains(dimension)) {
            return prefix + key;
        }
        return prefix + (dimension.equals("city") ? "geo" : dimension) + ":"
                + (key.rest() ? "*" : escaped(key.values().get(0)));
    }

    private static String escaped(String value) {
        return value.startsWith("*") || value.startsWith("\\") ? "\\" + value : value;
    }

    private RedisFuture<Object> whole(RedisClusterAsyncCommands<String, byte[]> commands, WindowSnapshot window) {
        long start = window.start().toEpochMilli();
        return commands.eval(
                WRITE_WINDOW,
                ScriptOutputType.INTEGER,
                new String[] {windowKey(window.window(), start), indexKey(window.window())},
                Utf8.bytes(Long.toString(timeToLive.toMillis())),
                Utf8.bytes(Long.toString(start)),
                Utf8.bytes(Integer.toString(window.revision())),
                Utf8.bytes(Long.toString(start - timeToLive.toMillis())),
                window.toBytes());
    }

    /** The name is a hash tag: in a cluster all windows of a name are in one slot. */
    private String indexKey(String window) {
        return prefix + "window:{" + window + "}";
    }

    private String windowKey(String window, long start) {
        return indexKey(window) + ":" + start;
    }

    @Override
    public Optional<WindowSnapshot> latest(String window) throws InterruptedException {
        RedisLink open = link.get();
        try {
            RedisFuture<List<byte[]>> starts = open.commands().zrevrange(indexKey(window), 0, 0);
            open.flush();
            return read(open, window, open.await(starts, Duration.ZERO)).stream()
                    .findFirst();
        } catch (RedisFailureException e) {
            throw e.failure().toSink();
        }
    }

    @Override
    public List<WindowSnapshot> between(String window, Instant from, Instant to) throws InterruptedException {
        RedisLink open = link.get();
        try {
            RedisFuture<List<byte[]>> starts = open.commands()
                    .zrangebyscore(
                            indexKey(window),
                            Range.from(Range.Boundary.including(millis(from)), Range.Boundary.excluding(millis(to))));
            open.flush();
            return read(open, window, open.await(starts, Duration.ZERO));
        } catch (RedisFailureException e) {
            throw e.failure().toSink();
        }
    }

    /** Of the first whole millisecond from there on, as windows begin on whole ones; of any time there is. */
    private static long millis(Instant time) {
        if (time.isBefore(Post.MIN_TIME)) {
            return Post.MIN_TIME.minus(LONGEST_WINDOW).toEpochMilli();
        }
        Instant known = time.isAfter(Post.MAX_TIME) ? Post.MAX_TIME : time;
        return known.plusNanos(999_999).toEpochMilli();
    }

    private List<WindowSnapshot> read(RedisLink open, String window, List<byte[]> starts) throws InterruptedException {
        List<RedisFuture<byte[]>> answers = new ArrayList<>();
        for (byte[] start : starts) {
            long millis = Long.parseLong(new String(start, StandardCharsets.US_ASCII));
            answers.add(open.commands().hget(windowKey(window, millis), "snapshot"));
        }
        open.flush();
        List<WindowSnapshot> windows = new ArrayList<>();
        for (RedisFuture<byte[]> answer : answers) {
            byte @Nullable [] bytes = open.await(answer, Duration.ZERO);
            if (bytes != null) {
                windows.add(snapshot(bytes));
            }
        }
        return windows;
    }

    private static WindowSnapshot snapshot(byte[] bytes) {
        try {
            return WindowSnapshot.fromBytes(bytes);
        } catch (IllegalArgumentException e) {
            throw SinkException.fatal("a window in Redis cannot be read: " + e.getMessage(), e);
        }
    }

    /** Frees the connection. Idempotent. */
    @Override
    public void close() {
        link.close();
    }

    @Override
    public String toString() {
        return "RedisWindowStore[" + prefix + ", timeToLive=" + timeToLive + "]";
    }
}
