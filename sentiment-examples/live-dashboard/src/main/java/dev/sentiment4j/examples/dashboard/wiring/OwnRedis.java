package dev.sentiment4j.examples.dashboard.wiring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.RedisServerBuilder;

/**
 * A Redis of this process's own. It runs in a session of its own, so that the Ctrl-C which ends the service does not
 * end Redis before what is in work has been given back; and no hook ends it, since hooks run in no order.
 */
final class OwnRedis implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OwnRedis.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final Path directory;
    /** Knows when it began, so that no other process of the same number is ever taken for it. */
    private @Nullable ProcessHandle process;

    private OwnRedis(int port, Path directory) {
        this.port = port;
        this.directory = directory;
    }

    /** Starts one that keeps nothing. */
    static OwnRedis start() throws IOException, InterruptedException {
        OwnRedis redis = new OwnRedis(freePort(), Files.createTempDirectory("sentiment4j-redis"));
        Process starter = new ProcessBuilder(new RedisServerBuilder()
                        .port(redis.port)
                        .setting("bind 127.0.0.1")
                        .setting("appendonly no")
                        .setting("save \"\"")
                        .setting("daemonize yes")
                        .setting("dir " + redis.directory)
                        .setting("pidfile " + redis.pidFile())
                        .setting("logfile " + redis.directory.resolve("redis.log"))
                        .buildCommandArgs())
                .redirectErrorStream(true)
                .redirectOutput(redis.directory.resolve("start.log").toFile())
                .start();
        try {
            redis.await(starter);
            return redis;
        } catch (IOException | InterruptedException | RuntimeException e) {
            starter.destroyForcibly();
            redis.close();
            throw e;
        }
    }

    private void await(Process starter) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers() || !found()) {
            boolean failed = !starter.isAlive() && starter.exitValue() != 0;
            if (failed || System.nanoTime() > end) {
                throw new IOException("the embedded Redis does not start; what it says is in " + directory);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean found() throws IOException {
        String pid = Files.exists(pidFile()) ? Files.readString(pidFile()).strip() : "";
        process = pid.isEmpty() ? null : ProcessHandle.of(Long.parseLong(pid)).orElse(null);
        return process != null;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Path pidFile() {
        return directory.resolve("redis.pid");
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        try {
            if (process != null) {
                end(process);
            }
            for (String file : new String[] {"redis.pid", "redis.log", "start.log"}) {
                Files.deleteIfExists(directory.resolve(file));
            }
            Files.deleteIfExists(directory);
        } catch (IOException | RuntimeException e) {
            log.warn("the embedded Redis, or its folder {}, may be left: {}", directory, e.toString());
        }
    }

    private static void end(ProcessHandle redis) {
        redis.destroy();
        redis.onExit()
                .orTimeout(5, TimeUnit.SECONDS)
                .exceptionally(late -> {
                    redis.destroyForcibly();
                    return redis;
                })
                .join();
    }
}
