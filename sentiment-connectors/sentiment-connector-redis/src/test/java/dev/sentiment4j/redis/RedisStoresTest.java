package dev.sentiment4j.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.Classification;
import dev.sentiment4j.Degradation;
import dev.sentiment4j.InputInfo;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.cache.CacheKey;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.DeadLetter;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.RawEntry;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.TestPosts;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is kept in Redis beside streams, and dead letters. */
class RedisStoresTest extends RedisTestBase {
    private static final Duration PATIENT = Duration.ofSeconds(5);

    private final CacheKey key =
            new CacheKey("model:1", "social/1 128 truncate", UUID.randomUUID().toString());

    private static SentimentResult everything() {
        return SentimentResult.builder(new ModelInfo("model", "1"))
                .sentiment(Map.of(SentimentLabel.NEGATIVE, 0.1, SentimentLabel.POSITIVE, 0.9), 0.77)
                .head("emotion", Classification.exclusive(Map.of("joy", 0.8, "fear", 0.2)))
                .head("toxicity", Classification.independent(Map.of("toxic", 0.9, "threat", 0.1), List.of("toxic")))
                .input(new InputInfo(12, 3, 1, "social/1"))
                .engine("onnx", "cpu")
                .build()
                .withDegradation(new Degradation(1, new ModelInfo("large", "2"), "predicted wait 900 ms"));
    }

    @Test
    void cache_keepsTheWholeResult_forATime() {
        RedisResultCache cache = closing(new RedisResultCache(redis.options(), Duration.ofMillis(1500), PATIENT));
        assertThat(cache.get(key)).isEmpty();
        cache.put(key, everything());
        await().atMost(PATIENCE).until(() -> cache.get(key).isPresent());
        assertThat(cache.get(key)).contains(everything());
        assertThat(cache.get(new CacheKey("model:2", key.settings(), key.textHash())))
                .isEmpty();
        RedisResultCache other = closing(new RedisResultCache(redis.options(), PATIENT, PATIENT));
        assertThat(other.get(key)).as("in another process").contains(everything());
        assertThat(cache.stats().hits()).isPositive();
        await().atMost(PATIENCE).until(() -> cache.get(key).isEmpty());
    }

    @Test
    void cache_ofSomethingElse_isAMiss() {
        RedisResultCache cache = closing(new RedisResultCache(redis.options(), PATIENT, PATIENT));
        cache.put(key, everything());
        await().atMost(PATIENCE).until(() -> cache.get(key).isPresent());
        String name = shell.redis().keys("*" + key.textHash()).get(0);
        for (String wrong : List.of("", "{}", "[1", "null", "{\"model\": 3}")) {
            shell.redis().set(name, wrong.getBytes());
            assertThat(cache.get(key)).as(wrong).isEmpty();
        }
    }

    @Test
    void cache_ofAServerThatNeverAnswers_costsNoMoreThanItsPatience() throws Exception {
        Duration connecting = Duration.ofSeconds(2);
        try (ServerSocket silent = new ServerSocket(0)) {
            RedisOptions options = RedisOptions.builder()
                    .address("127.0.0.1", silent.getLocalPort())
                    .connectTimeout(connecting)
                    .build();
            RedisResultCache cache = closing(new RedisResultCache(options, PATIENCE, Duration.ofMillis(10)));
            long start = System.nanoTime();
            cache.put(key, everything());
            assertThat(cache.get(key)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(connecting.dividedBy(2));
        }
    }

    @Test
    void cache_withoutAServer_holdsNothingAndIsQuick() {
        RedisOptions nobody = RedisOptions.builder().address("127.0.0.1", 1).build();
        RedisResultCache cache = closing(new RedisResultCache(nobody, PATIENT, PATIENT));
        cache.put(key, everything());
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            assertThat(cache.get(key)).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENT);
        cache.close();
        assertThat(cache.get(key)).isEmpty();
    }

    private static SinkEvent analyzed(Post post, SentimentLabel label) {
        return new AnalyzedPost(post, TestPosts.result(label), TestPosts.NOON);
    }

    @Test
    void counters_countEachPostOnce() throws Exception {
        String hash = "sentiment:" + stream;
        RedisLiveCounters counters = closing(new RedisLiveCounters(
                redis.options(),
                Duration.ofMinutes(1),
                event -> List.of(hash, hash + ":" + event.key().source())));
        counters.open();
        List<SinkEvent> events = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            events.add(analyzed(TestPosts.post(i), SentimentLabel.values()[i % 3]));
        }
        assertThat(counters.write(events)).isEmpty();
        assertThat(counters.write(events.subList(100, 900))).isEmpty();
        assertThat(counters.counts(hash)).isEqualTo(Map.of("negative", 334L, "neutral", 333L, "positive", 333L));
        assertThat(counters.counts(hash + ":" + TestPosts.SOURCE)).isEqualTo(counters.counts(hash));
    }

    @Test
    void counters_followEditsAndDeletions() throws Exception {
        String hash = "sentiment:" + stream;
        RedisLiveCounters counters =
                closing(new RedisLiveCounters(redis.options(), Duration.ofMinutes(1), event -> List.of(hash)));
        counters.open();
        Post post = TestPosts.post("1", "x").build();
        Post edited = post.toBuilder().editedAt(TestPosts.NOON.plusSeconds(9)).build();
        counters.write(List.of(analyzed(edited, SentimentLabel.POSITIVE), analyzed(post, SentimentLabel.NEGATIVE)));
        assertThat(counters.counts(hash)).as("the older version came later").isEqualTo(Map.of("positive", 1L));
        counters.write(List.of(analyzed(edited, SentimentLabel.NEGATIVE)));
        assertThat(counters.counts(hash)).isEqualTo(Map.of("positive", 0L, "negative", 1L));
        Post successor = TestPosts.post("2", "y")
                .createdAt(TestPosts.NOON.plusSeconds(20))
                .supersedes(List.of("1"))
                .build();
        counters.write(List.of(analyzed(successor, SentimentLabel.NEUTRAL)));
        assertThat(counters.counts(hash)).isEqualTo(Map.of("positive", 0L, "negative", 0L, "neutral", 1L));
        counters.write(List.of(new PostDeletion(successor.key(), TestPosts.NOON.plusSeconds(30))));
        counters.write(List.of(analyzed(successor, SentimentLabel.NEUTRAL)));
        assertThat(counters.counts(hash)).isEqualTo(Map.of("positive", 0L, "negative", 0L, "neutral", 0L));
    }

    @Test
    void counters_letDeletionsWin_whateverTheClocksSay() throws Exception {
        String hash = "sentiment:" + stream;
        RedisLiveCounters counters =
                closing(new RedisLiveCounters(redis.options(), Duration.ofMinutes(1), event -> List.of(hash)));
        counters.open();
        Post post = TestPosts.post("1", "x").build();
        SinkEvent positive = analyzed(post, SentimentLabel.POSITIVE);
        counters.write(List.of(positive, new PostDeletion(post.key(), post.version())));
        counters.write(List.of(positive));
        assertThat(counters.counts(hash)).as("not later than its deletion").isEqualTo(Map.of("positive", 0L));
        Post restored = post.toBuilder().editedAt(TestPosts.NOON.plusSeconds(5)).build();
        counters.write(List.of(analyzed(restored, SentimentLabel.POSITIVE)));
        assertThat(counters.counts(hash)).as("restored").isEqualTo(Map.of("positive", 1L));
        counters.write(List.of(new PostDeletion(post.key(), TestPosts.NOON.minusSeconds(5))));
        assertThat(counters.counts(hash)).as("by a clock that is behind").isEqualTo(Map.of("positive", 0L));
    }

    @Test
    void counters_expire() throws Exception {
        String hash = "sentiment:" + stream;
        RedisLiveCounters counters =
                closing(new RedisLiveCounters(redis.options(), Duration.ofMillis(300), event -> List.of(hash)));
        counters.open();
        counters.write(List.of(analyzed(TestPosts.post(1), SentimentLabel.POSITIVE)));
        await().atMost(PATIENCE).until(() -> counters.counts(hash).isEmpty());
        assertThat(shell.redis().keys("{" + hash + "}*")).isEmpty();
    }

    @Test
    void deadLetters_keepPostsAndEntries_soThatTheyCanBePutBack() throws Exception {
        String dead = stream + ":dead";
        RedisDeadLetters letters = closing(new RedisDeadLetters(redis.options(), RedisStreamOptions.of(dead)));
        letters.open();
        Post post = TestPosts.full("1");
        byte[] broken = {(byte) 0xC3, 0x28};
        letters.write(List.of(
                new DeadLetter(
                        "redis:x",
                        Delivery.of("1-0", post).withDeliveryCount(3),
                        DeadLetter.Stage.SINK,
                        Optional.of("postgres"),
                        "Rejected",
                        "text: too long",
                        2,
                        TestPosts.NOON),
                new DeadLetter(
                        "redis:x",
                        Delivery.malformed("2-0", RawEntry.of(Map.of("content", broken)), "content: is not UTF-8"),
                        DeadLetter.Stage.SOURCE,
                        Optional.empty(),
                        "Malformed",
                        "content: is not UTF-8",
                        1,
                        TestPosts.NOON)));

        Map<String, String> first = shell.entries(dead).get(0);
        assertThat(first)
                .containsEntry("dead_letter.source", "redis:x")
                .containsEntry("dead_letter.id", "1-0")
                .containsEntry("dead_letter.stage", "SINK")
                .containsEntry("dead_letter.sink", "postgres")
                .containsEntry("dead_letter.error_type", "Rejected")
                .containsEntry("dead_letter.reason", "text: too long")
                .containsEntry("dead_letter.attempts", "2")
                .containsEntry("dead_letter.delivery_count", "3")
                .containsEntry("dead_letter.failed_at", "2026-03-01T12:00:00Z");
        assertThat(shell.redis()
                        .xrange(dead, io.lettuce.core.Range.unbounded())
                        .get(1)
                        .getBody()
                        .get("content"))
                .isEqualTo(broken);
        assertThat(shell.entries(dead).get(1)).containsEntry("dead_letter.reason", "content: is not UTF-8");

        RedisStreamSource again = open(RedisSourceOptions.builder().stream(dead).build());
        List<Delivery> all = poll(again, 2);
        assertThat(all.get(0).event()).as("read where it lies").contains(post);
        assertThat(all.get(1).malformed()).isPresent();
    }

    @Test
    void publisher_keepsTheOrderAndTheLength() throws Exception {
        RedisStreamPublisher publisher = closing(new RedisStreamPublisher(
                redis.options(),
                RedisStreamOptions.builder(stream)
                        .maxInFlight(100)
                        .maxLength(1000)
                        .build()));
        List<String> ids = publisher.publish(TestPosts.posts(0, 5000));
        assertThat(ids).hasSize(5000).doesNotHaveDuplicates();
        assertThat(shell.redis().xlen(stream)).as("about 1000").isBetween(1000L, 1200L);
        List<Map<String, String>> left = shell.entries(stream);
        assertThat(left.get(left.size() - 1)).containsEntry("post_id", "4999");
        publisher.publishRaw(List.of(RawEntry.ofText(Map.of("a", "b"))));
        left = shell.entries(stream);
        assertThat(left.get(left.size() - 1)).isEqualTo(Map.of("a", "b"));
    }
}
