package dev.sentiment4j.redis;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client and a link of one's own, made when they are first used: for what has no open(). Thread-safe. */
final class LazyLink implements AutoCloseable {
    private final RedisOptions redis;
    private final String doing;
    private final boolean flushes;
    private @Nullable RedisConnector connector;
    private @Nullable RedisLink link;
    private boolean closed;

    /**
     * Connects nothing yet.
     *
     * @param doing what it is for, in messages
     * @param flushes as of {@link RedisLink}
     */
    LazyLink(RedisOptions redis, String doing, boolean flushes) {
        this.redis = Objects.requireNonNull(redis, "redis");
        this.doing = doing;
        this.flushes = flushes;
    }

    /**
     * The link; its commands connect.
     *
     * @throws IllegalStateException if it is closed
     */
    synchronized RedisLink get() {
        if (closed) {
            throw new IllegalStateException("redis " + doing + ": closed");
        }
        if (link == null) {
            connector = new RedisConnector(redis);
            link = new RedisLink(
                    connector, doing + ", " + redis.where(), flushes, RedisLink.Listener.NONE, System::nanoTime);
        }
        return link;
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
}
