package dev.sentiment4j.redis;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/** A real Redis server in a process of its own, which a test may kill. */
final class RedisProcess implements AutoCloseable {
    private static final File EXECUTABLE = extract();

    private final Path directory;
    private final List<String> settings;
    private final int port = freePort();
    private Process process;

    private RedisProcess(Path directory, List<String> settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /**
     * A started server.
     *
     * @param settings as on Redis' command line: "--requirepass", "secret"
     */
    static RedisProcess start(Path directory, String... settings) {
        RedisProcess redis = new RedisProcess(directory, List.of(settings));
        redis.start();
        return redis;
    }

    private static File extract() {
        try {
            File file = ExecutableProvider.newJarResourceProvider().get();
            file.deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    void start() {
        List<String> command = new ArrayList<>(
                List.of(EXECUTABLE.getPath(), "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", ""));
        command.add("--dir");
        command.add(directory.toString());
        command.addAll(settings);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(this::answers);
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] answer = in.readNBytes(7);
            String text = new String(answer, StandardCharsets.US_ASCII);
            return text.startsWith("+PONG") || text.startsWith("-NOAUTH");
        } catch (IOException e) {
            return false;
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int port() {
        return port;
    }

    RedisOptions.Builder builder() {
        return RedisOptions.builder()
                .address("127.0.0.1", port)
                .reconnectMinDelay(Duration.ofMillis(10))
                .reconnectMaxDelay(Duration.ofMillis(50));
    }

    RedisOptions options() {
        return builder().build();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
