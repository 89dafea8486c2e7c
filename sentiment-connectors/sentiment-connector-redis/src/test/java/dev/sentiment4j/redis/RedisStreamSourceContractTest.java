package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.PostSourceContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What every source promises, of one that reads Redis Streams. */
class RedisStreamSourceContractTest extends PostSourceContract {
    private static RedisProcess redis;
    private static Shell shell;

    private final String stream = "posts-" + UUID.randomUUID();

    @BeforeAll
    static void start(@TempDir Path directory) {
        redis = RedisProcess.start(directory);
        shell = new Shell(redis.port());
    }

    @AfterAll
    static void stop() {
        shell.close();
        redis.close();
    }

    @Override
    protected PostSource source() {
        return new RedisStreamSource(
                redis.options(), RedisSourceOptions.builder().stream(stream).build());
    }

    @Override
    protected void publish(List<? extends PostEvent> events) throws Exception {
        try (RedisStreamPublisher publisher =
                new RedisStreamPublisher(redis.options(), RedisStreamOptions.of(stream))) {
            publisher.publish(events);
        }
    }

    @Override
    protected void publishMalformed() {
        shell.add(stream, "post_id", "lonely");
    }

    @Override
    protected String keptText(String text) {
        // What UTF-8 cannot say becomes U+FFFD when it is published.
        return new String(Utf8.bytes(text), StandardCharsets.UTF_8);
    }
}
