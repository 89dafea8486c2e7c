package dev.sentiment4j.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.alert.AlertEngine;
import dev.sentiment4j.alert.AlertMetric;
import dev.sentiment4j.alert.AlertRule;
import dev.sentiment4j.cache.ResultCache;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.RawEntry;
import dev.sentiment4j.pipeline.ScriptedAnalyzer;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document's examples, run; it may show nothing that does not stand here, and no default that is not one. */
class RedisDocsTest {
    private static final Path DOCUMENT = Path.of("../../docs/redis.md");

    @Test
    void worker_readsAnalyzesAndWrites(@TempDir Path directory) throws Exception {
        try (RedisProcess server = RedisProcess.start(directory);
                Shell shell = new Shell(server.port())) {
            List<PostEvent> posts = TestPosts.posts(0, 500);
            RedisOptions redis = server.options();
            // @formatter:off
            try (RedisStreamPublisher publisher = new RedisStreamPublisher(redis, RedisStreamOptions.of("social_posts_stream"))) {
                publisher.publish(posts);
                // @formatter:on
                publisher.publishRaw(List.of(RawEntry.ofText(Map.of("post_id", "broken"))));
            }
            Thread worker = new Thread(() -> work(redis));
            worker.start();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> shell.redis().xlen(RedisStreamOptions.DEFAULT_PROCESSED) == 500
                            && shell.redis().xlen(RedisStreamOptions.DEFAULT_DEAD_LETTERS) == 1
                            && shell.pending(RedisSourceOptions.DEFAULT_STREAM, RedisSourceOptions.DEFAULT_GROUP) == 0);
            assertThat(shell.entries(RedisStreamOptions.DEFAULT_PROCESSED).get(499))
                    .containsEntry("post_id", "499")
                    .containsEntry(ResultFields.LABEL, "positive");
            assertThat(shell.entries(RedisStreamOptions.DEFAULT_DEAD_LETTERS).get(0))
                    .containsEntry("post_id", "broken")
                    .containsEntry("dead_letter.reason", "source: is missing; content: is missing");
            worker.interrupt();
            worker.join();
        }
    }

    private static void work(RedisOptions redis) {
        // @formatter:off
        try (SentimentAnalyzer analyzer = ScriptedAnalyzer.fast();
                SentimentPipeline pipeline = SentimentPipeline.builder()
                        .source(new RedisStreamSource(redis, RedisSourceOptions.defaults()))
                        .analyzer(analyzer)
                        .sink(new RedisStreamSink(redis))
                        .deadLetters(new RedisDeadLetters(redis))
                        .build()) {
            pipeline.run();
        }
        // @formatter:on
    }

    /** Compiled, and right as far as it goes without a server. */
    @Test
    void stores_areMade() {
        // @formatter:off
        RedisOptions redis = RedisOptions.of("redis://localhost:6379");
        ResultCache cache = new RedisResultCache(redis, Duration.ofHours(1), Duration.ofMillis(50));
        PostSink counters = new RedisLiveCounters(redis, Duration.ofMinutes(15));
        // @formatter:on
        ((RedisResultCache) cache).close();
        counters.close();
        assertThat(counters.name()).isEqualTo("redis:counters");
    }

    @Test
    void windowsAndAlerts_areKept(@TempDir Path directory) throws Exception {
        try (RedisProcess server = RedisProcess.start(directory);
                Shell shell = new Shell(server.port())) {
            RedisOptions redis = server.options();
            List<AlertRule> rules =
                    List.of(AlertRule.above("busy", AlertMetric.POSTS, 10).build());
            WindowOptions options = WindowOptions.builder()
                    .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                    .build();
            // @formatter:off
            RedisWindowStore store = new RedisWindowStore(redis, "1m");        // the windows whose cells are hashes
            RedisAlertSink alertSink = new RedisAlertSink(redis);
            RedisCheckpointStore state = new RedisCheckpointStore(redis);
            AlertEngine alerts = AlertEngine.builder(rules).store(state).sink(alertSink).build();
            SentimentWindows windows = SentimentWindows.builder(options).listener(store).listener(alerts).build();
            // @formatter:on
            for (int i = 0; i < 20; i++) {
                Post post = TestPosts.post(Integer.toString(i), "text")
                        .createdAt(TestPosts.NOON)
                        .build();
                windows.add(TestPosts.analyzed(post, SentimentLabel.NEGATIVE));
            }
            windows.advanceTo(TestPosts.NOON.plusSeconds(60));
            assertThat(new String(shell.redis().hget("sentiment:overall", "posts"), StandardCharsets.UTF_8))
                    .isEqualTo("20");
            assertThat(state.load("alerts").orElseThrow()).contains("busy");
            assertThat(alerts.open()).hasSize(1);
            assertThat(alerts.outstanding()).isZero();
            store.close();
            alertSink.close();
            state.close();
        }
    }

    @Test
    void document_showsOnlyWhatStandsHere() throws Exception {
        String source = Files.readString(Path.of("src/test/java/dev/sentiment4j/redis/RedisDocsTest.java"))
                .replace("ScriptedAnalyzer.fast()", "SentimentAnalyzer.create()");
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
        int shown = 0;
        while (blocks.find()) {
            shown++;
            blocks.group(1)
                    .lines()
                    .map(String::strip)
                    .filter(l -> l.length() > 1)
                    .forEach(line -> assertThat(source).contains(line));
        }
        assertThat(shown).isEqualTo(4);
    }

    @Test
    void options_areComplete() throws Exception {
        String document = Files.readString(DOCUMENT);
        RedisSourceOptions source = RedisSourceOptions.defaults();
        assertThat(document)
                .contains("| `stream` | key | `" + source.streams().get(0) + "` |")
                .contains("| `group` | name | `" + source.group() + "` |")
                .contains("| `start` | `BEGINNING`, `NEW` | `" + source.start() + "` |")
                .contains("| `claimIdle` | duration | " + source.claimIdle().toSeconds() + " s |")
                .contains("| `claimInterval` | duration | "
                        + source.claimInterval().toSeconds() + " s |")
                .contains("| `maxDeliveries` | deliveries | " + source.maxDeliveries() + " |")
                .contains("| `lagInterval` | duration | " + source.lagInterval().toSeconds() + " s |")
                .contains("| `maxInFlight` | entries | " + RedisStreamOptions.DEFAULT_MAX_IN_FLIGHT + " |")
                .contains(RedisStreamOptions.DEFAULT_PROCESSED)
                .contains(RedisStreamOptions.DEFAULT_DEAD_LETTERS);
        for (Class<?> builder : List.of(
                RedisSourceOptions.Builder.class, RedisOptions.Builder.class, RedisStreamOptions.Builder.class)) {
            for (var method : builder.getDeclaredMethods()) {
                if (method.getReturnType() == builder) {
                    assertThat(document).contains("`" + method.getName() + "`");
                }
            }
        }
        for (PostFields.Property property : PostFields.Property.values()) {
            assertThat(document).contains("`" + property.defaultName() + "`");
        }
    }
}
