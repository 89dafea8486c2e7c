package dev.sentiment4j.redis;

import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.PostSinkContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What every sink promises, of one that appends to a Redis Stream. */
class RedisStreamSinkContractTest extends PostSinkContract {
    private static RedisProcess redis;
    private static Shell shell;

    private final String stream = "processed-" + UUID.randomUUID();

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
    protected PostSink sink() {
        return new RedisStreamSink(redis.options(), RedisStreamOptions.of(stream));
    }

    @Override
    protected Optional<Stored> stored(PostKey key) {
        return shell.entries(stream).stream()
                .filter(e -> key.id().equals(e.get("post_id")) && key.source().equals(e.get("source")))
                .reduce((first, second) -> second)
                .map(RedisStreamSinkContractTest::read);
    }

    private static Stored read(Map<String, String> entry) {
        return new Stored(
                entry.get("content"),
                Instant.parse(entry.get("created_at")),
                SentimentLabel.valueOf(entry.get(ResultFields.LABEL).toUpperCase(Locale.ROOT)),
                Double.parseDouble(entry.get(ResultFields.SCORE)),
                new ModelInfo(entry.get(ResultFields.MODEL), entry.get(ResultFields.MODEL_VERSION)));
    }

    @Override
    protected long count() {
        List<Map<String, String>> entries = shell.entries(stream);
        return entries.stream()
                .map(e -> e.get("source") + "/" + e.get("post_id"))
                .distinct()
                .count();
    }

    @Override
    protected boolean comparesVersions() {
        return false;
    }

    @Override
    protected String keptText(String text) {
        return new String(Utf8.bytes(text), StandardCharsets.UTF_8);
    }
}
