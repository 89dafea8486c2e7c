package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.CheckpointException;
import dev.sentiment4j.pipeline.CheckpointStore;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints as strings in Redis, without an expiry, under {@code <prefix><key>}. A checkpoint is as lasting as the
 * server: with {@code appendfsync everysec}, its default when the log is on, a crash of its machine may bring back a
 * place up to a second older, and so may a failover to a replica. Without persistence a restart loses it. An eviction
 * policy must spare keys that do not expire (any but {@code allkeys-*}).
 *
 * <p>Connects when it is first used, and again by itself. Thread-safe.
 */
public final class RedisCheckpointStore implements CheckpointStore {
    /** {@value}: what keys begin with. */
    public static final String DEFAULT_PREFIX = "sentiment:checkpoint:";

    private final LazyLink link;
    private final String prefix;

    /** Checkpoints under {@value #DEFAULT_PREFIX}. */
    public RedisCheckpointStore(RedisOptions redis) {
        this(redis, DEFAULT_PREFIX);
    }

    /** Checkpoints under a prefix of one's own. */
    public RedisCheckpointStore(RedisOptions redis, String prefix) {
        this.link = new LazyLink(redis, "checkpoints", true);
        this.prefix = Objects.requireNonNull(prefix, "prefix");
    }

    @Override
    public String name() {
        return "redis:" + prefix;
    }

    @Override
    public Optional<String> load(String key) {
        String name = prefix + CheckpointStore.requireKey(key);
        byte[] value = this.<byte @Nullable []>call("loading", name, commands -> commands.get(name));
        return Optional.ofNullable(value).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void save(String key, String value) {
        String name = prefix + CheckpointStore.requireKey(key);
        byte[] bytes = CheckpointStore.requireValue(value).getBytes(StandardCharsets.UTF_8);
        call("saving", name, commands -> commands.set(name, bytes));
    }

    @Override
    public void delete(String key) {
        String name = prefix + CheckpointStore.requireKey(key);
        call("deleting", name, commands -> commands.del(name));
    }

    private <T extends @Nullable Object> T call(
            String doing, String name, Function<RedisClusterAsyncCommands<String, byte[]>, Future<T>> command) {
        RedisLink open = link.get();
        try {
            return open.awaitQuietly(command.apply(open.commands()));
        } catch (RedisFailureException e) {
            String message =
                    doing + " checkpoint '" + name + "': " + e.failure().message();
            throw e.failure().retriable()
                    ? CheckpointException.unavailable(message, e.failure().cause())
                    : CheckpointException.fatal(message, e.failure().cause());
        }
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public String toString() {
        return "RedisCheckpointStore[" + prefix + "]";
    }
}
