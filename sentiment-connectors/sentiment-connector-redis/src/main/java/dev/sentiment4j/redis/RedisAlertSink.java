package dev.sentiment4j.redis;

import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.alert.AlertJson;
import dev.sentiment4j.alert.AlertSink;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Publishes episodes of alerts to a channel, as {@link AlertJson}. Redis keeps nothing: who does not listen then does
 * not hear it. Connects when it is first used, and again by itself. Thread-safe.
 */
public final class RedisAlertSink implements AlertSink, AutoCloseable {
    /** {@value}. */
    public static final String DEFAULT_CHANNEL = "sentiment:alerts";

    private final RedisOptions redis;
    private final String channel;
    private @Nullable RedisConnector connector;
    private @Nullable RedisLink link;
    private boolean closed;

    /** Publishes to {@value #DEFAULT_CHANNEL}. */
    public RedisAlertSink(RedisOptions redis) {
        this(redis, DEFAULT_CHANNEL);
    }

    /** Publishes to a channel of one's own. */
    public RedisAlertSink(RedisOptions redis, String channel) {
        this.redis = Objects.requireNonNull(redis, "redis");
        this.channel = Objects.requireNonNull(channel, "channel");
    }

    @Override
    public String name() {
        return "redis:" + channel;
    }

    @Override
    public void tell(Alert alert) throws InterruptedException {
        RedisLink open = link();
        try {
            open.await(open.commands().publish(channel, Utf8.bytes(AlertJson.write(alert))), Duration.ZERO);
        } catch (RedisFailureException e) {
            throw e.failure().toSink();
        }
    }

    private synchronized RedisLink link() {
        if (closed) {
            throw new IllegalStateException(name() + ": closed");
        }
        if (link == null) {
            connector = new RedisConnector(redis);
            link = new RedisLink(
                    connector, "alerts, " + redis.where(), true, RedisLink.Listener.NONE, System::nanoTime);
        }
        return link;
    }

    /** Frees the connection. Idempotent. */
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
        return "RedisAlertSink[" + channel + "]";
    }
}
