package dev.sentiment4j.examples.redisworker;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis with an append-only file and a PostgreSQL, each in processes of its own, which a test kills and starts again.
 */
final class KilledServers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final String redisExecutable;
    private final int redisPort;
    private final int postgresPort;
    private Process redis;
    private EmbeddedPostgres postgres;

    private KilledServers(Path directory) throws IOException {
        this.directory = directory;
        this.redisExecutable = ExecutableProvider.newJarResourceProvider().get().getPath();
        this.redisPort = freePort();
        this.postgresPort = freePort();
        Files.createDirectories(directory.resolve("redis"));
    }

    static KilledServers start(Path directory) throws IOException {
        KilledServers servers = new KilledServers(directory);
        servers.startRedis();
        servers.startPostgres();
        return servers;
    }

    String redisUrl() {
        return "redis://127.0.0.1:" + redisPort;
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + postgresPort + "/postgres?user=postgres";
    }

    /** SIGKILL, and up again with what its file holds. */
    void killAndRestartRedis() throws IOException, InterruptedException {
        redis.destroyForcibly().waitFor();
        startRedis();
    }

    /** SIGKILL to every process of it, and up again with what its log holds. */
    void killAndRestartPostgres() throws IOException {
        Path pid = directory.resolve("postgres").resolve("postmaster.pid");
        ProcessHandle postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pid).get(0).strip()))
                .orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
        all.add(postmaster);
        all.forEach(ProcessHandle::destroyForcibly);
        await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        // Gives up its lock on the folder.
        postgres.close();
        startPostgres();
    }

    private void startRedis() throws IOException {
        redis = new ProcessBuilder(
                        redisExecutable,
                        "--port",
                        Integer.toString(redisPort),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "everysec",
                        "--dir",
                        directory.resolve("redis").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(this::redisAnswers);
    }

    private boolean redisAnswers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", redisPort), 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException e) {
            return false;
        }
    }

    private void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setPort(postgresPort)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        redis.destroyForcibly();
        postgres.close();
    }
}
