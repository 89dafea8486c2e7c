package dev.sentiment4j.examples.dashboard.wiring;

import dev.sentiment4j.examples.dashboard.DashboardProperties;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** The servers that the service uses: real ones of its own, unless others are named. */
public final class Servers implements AutoCloseable {
    private final String redisUrl;
    private final String jdbcUrl;
    private final @Nullable RedisServer ownRedis;
    private final @Nullable EmbeddedPostgres ownPostgres;

    private Servers(
            String redisUrl, String jdbcUrl, @Nullable RedisServer ownRedis, @Nullable EmbeddedPostgres ownPostgres) {
        this.redisUrl = redisUrl;
        this.jdbcUrl = jdbcUrl;
        this.ownRedis = ownRedis;
        this.ownPostgres = ownPostgres;
    }

    /** Starts what is not named. */
    public static Servers open(DashboardProperties properties) throws IOException {
        RedisServer redis = null;
        EmbeddedPostgres postgres = null;
        try {
            String redisUrl = properties.redisUrl();
            if (redisUrl == null) {
                int port = freePort();
                Path data = Files.createTempDirectory("sentiment4j-redis");
                data.toFile().deleteOnExit();
                redis = RedisServer.newRedisServer()
                        .port(port)
                        .setting("bind 127.0.0.1")
                        .setting("appendonly no")
                        .setting("save \"\"")
                        .setting("dir " + data)
                        .build();
                redis.start();
                redisUrl = "redis://127.0.0.1:" + port;
            }
            if (properties.jdbcUrl() == null) {
                postgres = EmbeddedPostgres.builder().start();
            }
            String jdbcUrl = postgres == null
                    ? Objects.requireNonNull(properties.jdbcUrl())
                    : postgres.getJdbcUrl("postgres", "postgres");
            return new Servers(redisUrl, jdbcUrl, redis, postgres);
        } catch (IOException | RuntimeException e) {
            stop(redis, postgres);
            throw e;
        }
    }

    /** Where Redis is. */
    public String redisUrl() {
        return redisUrl;
    }

    /** Where PostgreSQL is. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    @Override
    public void close() throws IOException {
        stop(ownRedis, ownPostgres);
    }

    private static void stop(@Nullable RedisServer redis, @Nullable EmbeddedPostgres postgres) throws IOException {
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
