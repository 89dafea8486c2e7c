package dev.sentiment4j.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.alert.AlertEngine;
import dev.sentiment4j.alert.AlertJson;
import dev.sentiment4j.alert.AlertMetric;
import dev.sentiment4j.alert.AlertRule;
import dev.sentiment4j.alert.AlertState;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.SinkException;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.Dimension;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSnapshot;
import dev.sentiment4j.window.WindowSpec;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RedisWindowsTest extends RedisTestBase {
    private static final Clock LATER = Clock.fixed(Instant.parse("2027-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final List<WindowSnapshot> given = new ArrayList<>();
    private final String prefix = stream + ":";

    private SentimentWindows.Builder windows() {
        return SentimentWindows.builder(WindowOptions.builder()
                        .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                        .dimension(Dimension.city())
                        .dimension(Dimension.product())
                        .group("city")
                        .group("product")
                        .group("product", "city")
                        .build())
                .clock(LATER)
                .listener(given::add);
    }

    private static SinkEvent post(int second, SentimentLabel label) {
        Post post = TestPosts.post(Integer.toString(second), "text")
                .createdAt(TestPosts.NOON.plusSeconds(second))
                .geo(Geo.of("Köln", null))
                .attribute(Post.PRODUCT, "phone")
                .build();
        return TestPosts.analyzed(post, label);
    }

    private Map<String, String> hash(String key) {
        return shell.redis().hgetall(key).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> new String(e.getValue())));
    }

    @Test
    void cells_areHashes_thatExpire_andNeverGoBack() throws Exception {
        RedisWindowStore store = closing(new RedisWindowStore(redis.options(), "1m", prefix, Duration.ofSeconds(60)));
        SentimentWindows windows = windows().listener(store).build();
        windows.write(List.of(
                post(1, SentimentLabel.NEGATIVE), post(2, SentimentLabel.POSITIVE), post(61, SentimentLabel.NEUTRAL)));
        windows.advanceTo(TestPosts.NOON.plusSeconds(60));
        Map<String, String> overall = hash(prefix + "overall");
        assertThat(overall)
                .containsEntry("posts", "2")
                .containsEntry("negative", "1")
                .containsEntry("neutral", "0")
                .containsEntry("positive", "1")
                .containsEntry("mean_score", "0.0")
                .containsEntry("window_end", "2026-03-01T12:01:00Z")
                .containsEntry("complete", "true")
                .doesNotContainKey("mean_toxicity");
        for (String key : List.of("geo:Köln", "product:phone", "product=phone,city=Köln")) {
            assertThat(hash(prefix + key)).as(key).containsEntry("posts", "2");
            assertThat(shell.redis().pttl(prefix + key)).isBetween(30_000L, 60_000L);
        }
        assertThat(store.key(CellKey.of("channel", "support"))).isEqualTo(prefix + "channel:support");
        assertThat(store.key(CellKey.restOf(List.of("city")))).isEqualTo(prefix + "geo:*");

        windows.advanceTo(TestPosts.NOON.plusSeconds(120));
        assertThat(hash(prefix + "overall")).containsEntry("posts", "1");
        store.put(given.get(0));
        assertThat(hash(prefix + "overall")).as("an older window comes later").containsEntry("posts", "1");
    }

    @Test
    void windows_areReadWhole() throws Exception {
        RedisWindowStore store = closing(new RedisWindowStore(redis.options(), "none", prefix, Duration.ofMinutes(3)));
        SentimentWindows windows = windows().listener(store).build();
        for (int minute = 0; minute < 6; minute++) {
            windows.add(post(minute * 60, SentimentLabel.NEUTRAL));
        }
        windows.advanceTo(TestPosts.NOON.plusSeconds(360));
        assertThat(hash(prefix + "overall")).as("only windows of the name").isEmpty();
        WindowSnapshot latest = store.latest("1m").orElseThrow();
        assertThat(latest.toBytes()).isEqualTo(given.get(5).toBytes());
        assertThat(store.between("1m", TestPosts.NOON.plusSeconds(180), TestPosts.NOON.plusSeconds(300)))
                .extracting(WindowSnapshot::start)
                .containsExactly(TestPosts.NOON.plusSeconds(180), TestPosts.NOON.plusSeconds(240));
        assertThat(store.between("1m", TestPosts.NOON, TestPosts.NOON.plusSeconds(600)))
                .as("what is older than three minutes is not listed any more")
                .hasSize(4);
        assertThat(store.latest("another")).isEmpty();
    }

    @Test
    void cells_whoseValuesLookLikeOtherKeys_haveKeysOfTheirOwn() throws Exception {
        RedisWindowStore store = closing(new RedisWindowStore(redis.options(), "1m", prefix, Duration.ofSeconds(60)));
        Set<String> keys = new HashSet<>();
        List<String> values = List.of("*", "\\*", "**", "{1m}", "a:b", "{", "}", "a\nb", "a b", "Köln 🏰", "{1m}:0");
        for (String dimension : List.of("city", "geo", "window", "product", "checkpoint", "result")) {
            assertThat(store.key(CellKey.of(dimension, "a")))
                    .doesNotStartWith(prefix + "checkpoint:")
                    .doesNotStartWith(prefix + "result:");
            assertThat(keys.add(store.key(CellKey.restOf(List.of(dimension))))).isTrue();
            for (String value : values) {
                assertThat(keys.add(store.key(CellKey.of(dimension, value)))).isTrue();
            }
        }
        SentimentWindows windows = SentimentWindows.builder(WindowOptions.builder()
                        .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                        .dimensions(List.of(
                                Dimension.attribute("window"),
                                Dimension.attribute("geo"),
                                Dimension.city(),
                                Dimension.product()))
                        .build())
                .clock(LATER)
                .listener(store)
                .build();
        for (int i = 0; i < values.size(); i++) {
            windows.add(TestPosts.analyzed(
                    TestPosts.post(Integer.toString(i), "text")
                            .createdAt(TestPosts.NOON.plusSeconds(i))
                            .geo(Geo.of(values.get(i), null))
                            .attribute("window", values.get(i))
                            .attribute("geo", values.get(i))
                            .attribute(Post.PRODUCT, values.get(i))
                            .build(),
                    SentimentLabel.NEUTRAL));
        }
        windows.advanceTo(TestPosts.NOON.plusSeconds(60));
        for (String dimension : List.of("city", "geo", "window", "product")) {
            for (String value : values) {
                assertThat(hash(store.key(CellKey.of(dimension, value))))
                        .as(dimension + " " + value)
                        .containsEntry("posts", "1");
            }
        }
        assertThat(store.between("1m", Instant.MIN, Instant.MAX)).hasSize(1);
        assertThat(store.between("1m", TestPosts.NOON, TestPosts.NOON.plusNanos(1)))
                .as("begins before the end")
                .hasSize(1);
        assertThat(store.between("1m", TestPosts.NOON.plusNanos(1), Instant.MAX))
                .as("begins before the start")
                .isEmpty();
    }

    @Test
    void windowThatIsDamaged_isToldAsTheStoresFailure() throws Exception {
        RedisWindowStore store = closing(new RedisWindowStore(redis.options(), "1m", prefix, Duration.ofSeconds(60)));
        SentimentWindows windows = windows().listener(store).build();
        windows.add(post(1, SentimentLabel.NEUTRAL));
        windows.advanceTo(TestPosts.NOON.plusSeconds(60));
        String key = prefix + "window:{1m}:" + TestPosts.NOON.toEpochMilli();
        shell.redis().hset(key, "snapshot", new byte[] {1, 2, 3, 4, 5});
        assertThatThrownBy(() -> store.latest("1m"))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("a window in Redis cannot be read");
    }

    @Test
    void alertForASinkThatIsClosed_isToldAfterTheRestart() throws Exception {
        SentimentWindows windows = windows().build();
        windows.add(post(1, SentimentLabel.NEGATIVE));
        windows.advanceTo(TestPosts.NOON.plusSeconds(60));
        AlertRule rule =
                AlertRule.above("unhappy", AlertMetric.NEGATIVE_SHARE, 0.5).build();
        RedisAlertSink sink = new RedisAlertSink(redis.options(), prefix + "alerts");
        sink.close();
        sink.close();
        AlertEngine engine = AlertEngine.builder(List.of(rule)).sink(sink).build();
        engine.onWindow(given.get(0));
        assertThat(engine.outstanding()).isEqualTo(1);
        RedisWindowStore store = new RedisWindowStore(redis.options(), "1m", prefix, Duration.ofSeconds(60));
        store.close();
        store.close();
        assertThatThrownBy(() -> store.put(given.get(0)))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isRetriable()).isTrue());
    }

    @Test
    void timeToLive_thatCannotWork_isRefused() {
        for (long seconds : new long[] {Long.MIN_VALUE, 0, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> new RedisWindowStore(redis.options(), "1m", prefix, Duration.ofSeconds(seconds)))
                    .isInstanceOf(InvalidOptionsException.class);
        }
    }

    @Test
    void storeWithoutAServer_saysThatItMayHeal() throws Exception {
        RedisOptions nobody = RedisOptions.builder().address("127.0.0.1", 1).build();
        SentimentWindows windows = windows().build();
        windows.add(post(1, SentimentLabel.NEUTRAL));
        windows.advanceTo(TestPosts.NOON.plusSeconds(60));
        RedisWindowStore store = closing(new RedisWindowStore(nobody, "1m"));
        assertThatThrownBy(() -> store.put(given.get(0)))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isRetriable()).isTrue());
        store.close();
        assertThatThrownBy(() -> store.latest("1m")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void alerts_arePublished_onceAcrossARestart() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        String channel = prefix + "alerts";
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port());
        try (StatefulRedisPubSubConnection<String, String> subscriber = client.connectPubSub()) {
            subscriber.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String from, String message) {
                    heard.add(message);
                }
            });
            subscriber.sync().subscribe(channel);
            SentimentWindows windows = windows().build();
            windows.write(List.of(
                    post(1, SentimentLabel.NEGATIVE),
                    post(61, SentimentLabel.NEGATIVE),
                    post(121, SentimentLabel.POSITIVE)));
            windows.advanceTo(TestPosts.NOON.plusSeconds(180));
            AlertRule rule = AlertRule.above("unhappy", AlertMetric.NEGATIVE_SHARE, 0.5)
                    .by("city")
                    .build();
            RedisAlertSink sink = closing(new RedisAlertSink(redis.options(), channel));
            RedisCheckpointStore states = closing(new RedisCheckpointStore(redis.options(), prefix + "state:"));
            for (WindowSnapshot window : given) {
                AlertEngine engine = AlertEngine.builder(List.of(rule))
                        .store(states)
                        .sink(sink)
                        .build();
                engine.onWindow(given.get(0));
                engine.onWindow(window);
            }
            await().atMost(PATIENCE).until(() -> heard.size() >= 2);
            assertThat(AlertJson.read(heard.take()).state()).isEqualTo(AlertState.FIRING);
            assertThat(AlertJson.read(heard.take()).cell()).isEqualTo(CellKey.of("city", "Köln"));
            assertThat(heard.poll(100, TimeUnit.MILLISECONDS)).isNull();
        } finally {
            client.shutdown();
        }
    }
}
