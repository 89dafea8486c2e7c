package dev.sentiment4j.examples.small;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.examples.small.sentistream.SentiStream;
import dev.sentiment4j.redis.RedisOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The whole way of posts, with a real Redis, a real PostgreSQL and the real model. */
class SentiStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void posts_goThroughBothStreams_intoTheDatabase_andToWhoListens() throws Exception {
        try (Running example = new Running(SentiStream.application(), "--small.rate=50")) {
            List<JsonNode> live = example.listen("/ws/posts");
            await().atMost(PATIENCE)
                    .until(() -> example.json("/api/stats").get("posts").asLong() >= 50);
            JsonNode stats = example.json("/api/stats");
            assertThat(stats.get("positive").asLong()
                            + stats.get("neutral").asLong()
                            + stats.get("negative").asLong())
                    .isEqualTo(stats.get("posts").asLong());
            assertThat(stats.get("meanScore").asDouble()).isBetween(-1.0, 1.0);

            JsonNode recent = example.json("/api/posts/recent?limit=10");
            assertThat(recent.size()).isEqualTo(10);
            assertThat(recent.get(0).get("text").asString()).isNotBlank();
            assertThat(recent.get(0).get("label").asString()).isIn("negative", "neutral", "positive");
            assertThat(example.get("/api/posts/recent?limit=101").statusCode()).isEqualTo(400);

            await().atMost(PATIENCE).until(() -> live.size() >= 50);
            assertThat(live).allSatisfy(post -> assertThat(post.has("label")).isTrue());

            RedisClient client = RedisClient.create(
                    "redis://" + example.bean(RedisOptions.class).addresses().get(0));
            try (client;
                    StatefulRedisConnection<String, String> redis = client.connect()) {
                assertThat(redis.sync().xlen("processed_posts_stream")).isGreaterThanOrEqualTo(50);
                await().atMost(PATIENCE)
                        .until(() -> redis.sync()
                                        .xpending("social_posts_stream", "sentiment_workers")
                                        .getCount()
                                < 50);
            }
        }
    }
}
