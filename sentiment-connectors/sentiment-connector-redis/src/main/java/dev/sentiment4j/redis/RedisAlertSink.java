package dev.sentiment4j.redis;

import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.alert.AlertJson;
import dev.sentiment4j.alert.AlertSink;
import dev.sentiment4j.pipeline.SinkException;
import java.time.Duration;
import java.util.Objects;

/**
 * Publishes episodes of alerts to a channel, as {@link AlertJson}. Redis keeps nothing: who does not listen then does
 * not hear it. Connects when it is first used, and again by itself. Thread-safe.
 */
public final class RedisAlertSink implements AlertSink, AutoCloseable {
    /** {@value}. */
    public static final String DEFAULT_CHANNEL = "sentiment:alerts";

    private final LazyLink link;
    private final String channel;

    /** Publishes to {@value #DEFAULT_CHANNEL}. */
    public RedisAlertSink(RedisOptions redis) {
        this(redis, DEFAULT_CHANNEL);
    }

    /** Publishes to a channel of one's own. */
    public RedisAlertSink(RedisOptions redis, String channel) {
        this.link = new LazyLink(redis, "alerts", true);
        this.channel = Objects.requireNonNull(channel, "channel");
    }

    @Override
    public String name() {
        return "redis:" + channel;
    }

    @Override
    public void tell(Alert alert) throws InterruptedException {
        try {
            RedisLink open = link.get();
            open.await(open.commands().publish(channel, Utf8.bytes(AlertJson.write(alert))), Duration.ZERO);
        } catch (RedisFailureException e) {
            throw e.failure().toSink();
        } catch (IllegalStateException e) {
            // Closed before the engine had told everything: it is told after a restart.
            throw SinkException.unavailable("the sink of alerts in Redis is closed", e);
        }
    }

    /** Frees the connection. Idempotent. */
    @Override
    public void close() {
        link.close();
    }

    @Override
    public String toString() {
        return "RedisAlertSink[" + channel + "]";
    }
}
