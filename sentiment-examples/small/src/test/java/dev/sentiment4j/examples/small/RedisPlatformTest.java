package dev.sentiment4j.examples.small;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.examples.small.platform.RedisPlatform;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.postgres.PostgresPosts;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisStreamOptions;
import dev.sentiment4j.redis.RedisStreamPublisher;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two workers over one real Redis and one real PostgreSQL, and a third that has gone. */
class RedisPlatformTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String STREAM = "social_posts_stream";
    private static final String GROUP = "sentiment_workers";

    @Test
    @SuppressWarnings("unchecked") // an array of generic arguments
    void workersShareTheStream_andTakeOverWhatOneHasLeft() throws Exception {
        try (Running first = new Running(
                RedisPlatform.application(), "--small.made-up-posts=false", "--sentiment.redis.source.claim-idle=1s")) {
            String redisUrl =
                    "redis://" + first.bean(RedisOptions.class).addresses().get(0);
            String jdbcUrl = first.bean(HikariDataSource.class).getJdbcUrl();
            RedisOptions redis = RedisOptions.of(redisUrl);
            RedisClient client = RedisClient.create(redisUrl);
            try (client;
                    StatefulRedisConnection<String, String> gone = client.connect();
                    RedisStreamPublisher publisher = new RedisStreamPublisher(redis, RedisStreamOptions.of(STREAM));
                    Running second = new Running(
                            RedisPlatform.application(),
                            "--small.own-servers=false",
                            "--small.made-up-posts=false",
                            "--sentiment.alerts.name=second",
                            "--sentiment.redis.url=" + redisUrl,
                            "--sentiment.postgres.url=" + jdbcUrl)) {
                PostgresPosts posts = second.bean(PostgresPosts.class);
                boolean left = false;
                int published = 0;
                while (!left) {
                    publisher.publish(List.of(post(published++)));
                    left = !gone.sync()
                            .xreadgroup(Consumer.from(GROUP, "gone"), StreamOffset.lastConsumed(STREAM))
                            .isEmpty();
                }
                int all = published;
                await().atMost(PATIENCE)
                        .until(() -> first.json("/api/stats").get("posts").asInt() == all);
                assertThat(posts.find(new PostKey("test", Integer.toString(all - 1))))
                        .isPresent();
                await().atMost(PATIENCE)
                        .until(() -> gone.sync().xpending(STREAM, GROUP).getCount() == 0);
                JsonNode workers = second.json("/actuator/health");
                assertThat(workers.get("status").asString()).isEqualTo("UP");
            }
        }
    }

    private static Post post(int number) {
        return Post.builder("test", Integer.toString(number))
                .text("I love number " + number)
                .createdAt(Instant.now())
                .build();
    }

    @Test
    void unhappyPosts_raiseAnAlert_andThePageShowsThem() throws Exception {
        try (Running platform = new Running(
                RedisPlatform.application(),
                "--small.rate=50",
                "--sentiment.windows.sizes[0].size=5s",
                "--sentiment.windows.sizes[0].name=1m")) {
            List<JsonNode> live = platform.listen("/ws/posts");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            platform.json("/api/alerts").valueStream().map(alert -> alert.get("cell")
                                    .asString()))
                    .containsExactly("product=router"));
            assertThat(platform.json("/api/alerts").get(0).get("state").asString())
                    .isEqualTo("FIRING");
            assertThat(platform.json("/api/products")
                            .get("router")
                            .get("negative")
                            .asLong())
                    .isPositive();
            assertThat(live).isNotEmpty();

            JsonNode page = platform.json("/api/posts?label=NEGATIVE&product=router");
            assertThat(page.get("posts").size()).isEqualTo(50);
            String next = page.get("next").asString();
            JsonNode following = platform.json("/api/posts?label=NEGATIVE&product=router&cursor=" + next);
            assertThat(following.get("posts").size()).isPositive();
            assertThat(page.get("posts").valueStream().map(post -> post.get("key")
                            .asString()))
                    .doesNotContain(following.get("posts").get(0).get("key").asString());
            assertThat(platform.get("/api/posts?cursor=nonsense").statusCode()).isEqualTo(400);
            assertThat(platform.get("/").body()).contains("Posts, and what they mean");
        }
    }
}
