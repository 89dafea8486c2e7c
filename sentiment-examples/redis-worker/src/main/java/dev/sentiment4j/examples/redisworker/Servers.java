package dev.sentiment4j.examples.redisworker;

import dev.sentiment4j.redis.RedisOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** The servers that the demonstration uses: real ones of its own, unless others are named. */
final class Servers implements AutoCloseable {
    private final RedisOptions redis;
    private final String jdbcUrl;
    private final @Nullable RedisServer ownRedis;
    private final @Nullable EmbeddedPostgres ownPostgres;

    private Servers(
            RedisOptions redis,
            String jdbcUrl,
            @Nullable RedisServer ownRedis,
            @Nullable EmbeddedPostgres ownPostgres) {
        this.redis = redis;
        this.jdbcUrl = jdbcUrl;
        this.ownRedis = ownRedis;
        this.ownPostgres = ownPostgres;
    }

    /**
     * Starts what is not named.
     *
     * @param redisUrl of a server that exists; null to start one
     * @param jdbcUrl of a database that exists; null to start one
     */
    static Servers open(@Nullable String redisUrl, @Nullable String jdbcUrl) throws IOException {
        RedisServer ownRedis = null;
        EmbeddedPostgres ownPostgres = null;
        try {
            RedisOptions redis;
            if (redisUrl == null) {
                int port = freePort();
                Path data = Files.createTempDirectory("sentiment4j-redis");
                data.toFile().deleteOnExit();
                ownRedis = RedisServer.newRedisServer()
                        .port(port)
                        .setting("bind 127.0.0.1")
                        .setting("appendonly yes")
                        .setting("dir " + data)
                        .build();
                ownRedis.start();
                redis = RedisOptions.of("redis://127.0.0.1:" + port);
            } else {
                redis = RedisOptions.of(redisUrl);
            }
            if (jdbcUrl == null) {
                ownPostgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start();
            }
            String url = ownPostgres == null
                    ? Objects.requireNonNull(jdbcUrl)
                    : ownPostgres.getJdbcUrl("postgres", "postgres");
            return new Servers(redis, url, ownRedis, ownPostgres);
        } catch (IOException | RuntimeException e) {
            close(ownRedis, ownPostgres);
            throw e;
        }
    }

    RedisOptions redis() {
        return redis;
    }

    String jdbcUrl() {
        return jdbcUrl;
    }

    @Override
    public void close() throws IOException {
        close(ownRedis, ownPostgres);
    }

    private static void close(@Nullable RedisServer redis, @Nullable EmbeddedPostgres postgres) throws IOException {
        try (postgres) {
            if (redis != null) {
                redis.stop();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
