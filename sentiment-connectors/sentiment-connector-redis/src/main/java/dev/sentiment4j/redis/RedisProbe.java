package dev.sentiment4j.redis;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Asks Redis whether it is there, for health checks, over a connection of its own that stays open. Connects when it is
 * first asked. Thread-safe.
 */
public final class RedisProbe implements AutoCloseable {
    private final RedisConnector connector;
    private final RedisLink link;
    private final LongSupplier nanoTime;
    private final String where;

    public RedisProbe(RedisOptions redis) {
        this(redis, System::nanoTime);
    }

    RedisProbe(RedisOptions redis, LongSupplier nanoTime) {
        Objects.requireNonNull(redis, "redis");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.where = redis.where();
        this.connector = new RedisConnector(redis);
        this.link = new RedisLink(connector, "asking " + where, true, RedisLink.Listener.NONE, nanoTime);
    }

    /**
     * What became of one question.
     *
     * @param roundTrip how long the answer took, connecting included; that of a failure if there was none
     * @param problem why there was none, with the remedy; empty if the server answered
     */
    public record Answer(Duration roundTrip, Optional<String> problem) {}

    /**
     * Sends a PING and waits for the answer, at most {@link RedisOptions#connectTimeout()} and
     * {@link RedisOptions#commandTimeout()}. After a failure, the server is left alone for as long as the options say.
     */
    public Answer ask() {
        long start = nanoTime.getAsLong();
        Optional<String> problem = Optional.empty();
        try {
            link.awaitQuietly(link.commands().ping());
        } catch (RedisFailureException e) {
            problem = Optional.of(e.failure().message());
        }
        return new Answer(Duration.ofNanos(nanoTime.getAsLong() - start), problem);
    }

    /** Where it looks, without secrets. */
    @Override
    public String toString() {
        return "RedisProbe[" + where + "]";
    }

    /** Frees the connection. Idempotent. */
    @Override
    public void close() {
        link.close();
        connector.close();
    }
}
