package dev.sentiment4j.redis;

import java.util.Objects;

/**
 * Where a server listens.
 *
 * @param host name or address
 * @param port 1 to 65535
 */
public record RedisAddress(String host, int port) {
    /** {@value}. */
    public static final int DEFAULT_PORT = 6379;

    public RedisAddress {
        Objects.requireNonNull(host, "host");
    }

    /** {@code host:port}. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
