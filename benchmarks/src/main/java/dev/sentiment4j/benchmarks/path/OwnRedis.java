package dev.sentiment4j.benchmarks.path;

import dev.sentiment4j.redis.RedisOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import redis.embedded.RedisServer;

/** A Redis of the benchmark's own, beside it on the machine; its append-only file is synced every second. */
final class OwnRedis implements AutoCloseable {
    private final Path directory;
    private final RedisServer server;

    private OwnRedis(Path directory, RedisServer server) {
        this.directory = directory;
        this.server = server;
    }

    static OwnRedis start() throws IOException {
        Path directory = Files.createTempDirectory("benchmark-redis");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        RedisServer server = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly yes")
                .setting("appendfsync everysec")
                .setting("dir " + directory)
                .build();
        server.start();
        return new OwnRedis(directory, server);
    }

    RedisOptions options() {
        return RedisOptions.builder()
                .address("127.0.0.1", server.ports().get(0))
                .build();
    }

    @Override
    public void close() throws IOException {
        server.stop();
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
