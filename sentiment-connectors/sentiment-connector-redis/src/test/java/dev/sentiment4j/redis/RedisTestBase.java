package dev.sentiment4j.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SourceListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server for all tests of a class, a stream for each. */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
abstract class RedisTestBase {
    static final String GROUP = "workers";
    static final Duration PATIENCE = Duration.ofSeconds(30);

    static RedisProcess redis;
    static Shell shell;

    final String stream = "posts-" + UUID.randomUUID();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void startServer(@TempDir Path directory) {
        redis = RedisProcess.start(directory);
        shell = new Shell(redis.port());
    }

    @AfterAll
    static void stopServer() {
        shell.close();
        redis.close();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    <T extends AutoCloseable> T closing(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    RedisSourceOptions.Builder options() {
        return RedisSourceOptions.builder().stream(stream)
                .group(GROUP)
                .claimIdle(Duration.ofMinutes(1))
                .claimInterval(Duration.ofMillis(20))
                .lagInterval(Duration.ofMillis(20));
    }

    RedisStreamSource open(RedisSourceOptions options) {
        return open(options, SourceListener.NONE);
    }

    RedisStreamSource open(RedisSourceOptions options, SourceListener listener) {
        RedisStreamSource source = closing(new RedisStreamSource(redis.options(), options));
        source.open(listener);
        return source;
    }

    String add(int number) {
        return shell.add(stream, "source", "test", "post_id", Integer.toString(number), "content", "post " + number);
    }

    /** Polls until so many have come. */
    static List<Delivery> poll(PostSource source, int count) throws InterruptedException {
        List<Delivery> all = new ArrayList<>();
        long start = System.nanoTime();
        while (all.size() < count) {
            assertThat(System.nanoTime() - start)
                    .as("nanoseconds until %d of %d deliveries", all.size(), count)
                    .isLessThan(PATIENCE.toNanos());
            all.addAll(source.poll(100, Duration.ofMillis(100)));
        }
        return all;
    }

    static List<String> ids(List<Delivery> deliveries) {
        return deliveries.stream()
                .map(d -> d.event().map(e -> e.key().id()).orElse("malformed"))
                .toList();
    }
}
