package dev.sentiment4j.redis;

import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.cache.CacheKey;
import dev.sentiment4j.cache.ResultCache;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results that several processes share, kept for a time. A key is {@code <prefix><model>:<settings and text as a
 * hash>}: no post is in Redis. Thread-safe.
 *
 * <p>It never costs an answer. A lookup waits no longer than the patience it was given; one that fails is a miss, and
 * Redis is left alone for a second. Results are sent without waiting; while {@value #MAX_WRITES} are on the way,
 * further ones are not kept.
 */
public final class RedisResultCache implements ResultCache, AutoCloseable {
    /** {@value} results on the way to Redis. */
    public static final int MAX_WRITES = 1000;
    /** {@value}: what keys begin with. */
    public static final String PREFIX = "sentiment:result:";

    private static final Logger log = LoggerFactory.getLogger(RedisResultCache.class);
    private static final Duration REST = Duration.ofSeconds(1);

    private final RedisConnector connector;
    private final RedisLink link;
    private final Duration timeToLive;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final Semaphore writes = new Semaphore(MAX_WRITES);
    private final AtomicReference<@Nullable CompletableFuture<RedisClusterAsyncCommands<String, byte[]>>> commands =
            new AtomicReference<>();
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong misses = new AtomicLong();
    private volatile long restUntil;
    private volatile boolean resting;
    private volatile boolean closed;

    /**
     * A cache that connects when it is first used.
     *
     * @param timeToLive how long a result is kept, from when it was written
     * @param patience how long a lookup waits at most; some ten milliseconds
     * @throws dev.sentiment4j.InvalidOptionsException if one of the times is not positive
     */
    public RedisResultCache(RedisOptions redis, Duration timeToLive, Duration patience) {
        this(redis, timeToLive, patience, System::nanoTime);
    }

    RedisResultCache(RedisOptions redis, Duration timeToLive, Duration patience, LongSupplier nanoTime) {
        List<String> problems = new ArrayList<>();
        Checks.positive(problems, "timeToLive", timeToLive);
        Checks.positive(problems, "patience", patience);
        Checks.report("redis result cache", problems);
        this.timeToLive = timeToLive;
        this.patience = patience;
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.connector = new RedisConnector(redis);
        this.link = new RedisLink(connector, "result cache, " + redis.where(), true, RedisLink.Listener.NONE, nanoTime);
    }

    @Override
    public Optional<SentimentResult> get(CacheKey key) {
        Optional<SentimentResult> found = isAway() ? Optional.empty() : lookUp(key);
        (found.isPresent() ? hits : misses).incrementAndGet();
        return found;
    }

    private Optional<SentimentResult> lookUp(CacheKey key) {
        try {
            byte[] value = connected()
                    .thenCompose(commands -> commands.get(name(key)))
                    .get(patience.toNanos(), TimeUnit.NANOSECONDS);
            worked();
            return value == null ? Optional.empty() : ResultJson.read(new String(value, StandardCharsets.UTF_8));
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    @Override
    public void put(CacheKey key, SentimentResult result) {
        if (isAway() || !writes.tryAcquire()) {
            return;
        }
        connected()
                .thenCompose(commands -> commands.set(
                        name(key),
                        ResultJson.write(result).getBytes(StandardCharsets.UTF_8),
                        SetArgs.Builder.px(timeToLive.toMillis())))
                .whenComplete((ok, failure) -> writes.release());
    }

    /** Commands of a living connection. Connecting takes longer than a lookup may, so another thread does it. */
    private CompletableFuture<RedisClusterAsyncCommands<String, byte[]>> connected() {
        CompletableFuture<RedisClusterAsyncCommands<String, byte[]>> current = commands.get();
        if (current != null && !(current.isDone() && (current.isCompletedExceptionally() || !link.isOpen()))) {
            return current;
        }
        CompletableFuture<RedisClusterAsyncCommands<String, byte[]>> fresh = new CompletableFuture<>();
        if (!commands.compareAndSet(current, fresh)) {
            return Objects.requireNonNull(commands.get());
        }
        try {
            connector.run(() -> connect(fresh));
        } catch (RejectedExecutionException e) {
            // Closed meanwhile.
            fresh.completeExceptionally(e);
        }
        return fresh;
    }

    private void connect(CompletableFuture<RedisClusterAsyncCommands<String, byte[]>> result) {
        try {
            result.complete(link.commands());
        } catch (RuntimeException e) {
            failed(e);
            result.completeExceptionally(e);
        }
    }

    private boolean isAway() {
        return closed || (resting && nanoTime.getAsLong() - restUntil < 0);
    }

    private void failed(Throwable thrown) {
        if (closed) {
            return;
        }
        Throwable cause = RedisFailure.unwrap(thrown);
        RedisFailure failure =
                cause instanceof RedisFailureException e ? e.failure() : RedisFailure.of(cause, link.doing());
        restUntil = nanoTime.getAsLong() + REST.toNanos();
        if (!resting) {
            resting = true;
            log.warn("texts are analyzed anew for now: {}", failure.message());
        }
    }

    private void worked() {
        if (resting) {
            resting = false;
            log.info("the result cache answers again");
        }
    }

    private static String name(CacheKey key) {
        return PREFIX + key.model() + ":" + key.settings() + ":" + key.textHash();
    }

    @Override
    public CacheStats stats() {
        return new CacheStats(hits.get(), misses.get(), 0);
    }

    /** Frees the connection; afterwards it holds nothing. Idempotent. */
    @Override
    public void close() {
        closed = true;
        link.close();
        connector.close();
    }

    @Override
    public String toString() {
        return "RedisResultCache[timeToLive=" + timeToLive + "]";
    }
}
