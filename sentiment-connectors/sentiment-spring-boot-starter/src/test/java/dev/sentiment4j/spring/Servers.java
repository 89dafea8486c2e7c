package dev.sentiment4j.spring;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** A real Redis and a real PostgreSQL, which a test may stop. */
final class Servers implements AutoCloseable {
    final EmbeddedPostgres postgres;
    private final int redisPort;
    private final RedisServer redis;

    Servers(Path directory) throws IOException {
        this.redisPort = freePort();
        this.redis = RedisServer.newRedisServer()
                .port(redisPort)
                .setting("bind 127.0.0.1")
                .setting("appendonly yes")
                .setting("dir " + directory)
                .build();
        redis.start();
        this.postgres = EmbeddedPostgres.builder().start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String redisUrl() {
        return "redis://127.0.0.1:" + redisPort;
    }

    String jdbcUrl() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    void stopRedis() throws IOException {
        redis.stop();
    }

    @Override
    public void close() throws IOException {
        try (postgres) {
            redis.stop();
        }
    }
}
