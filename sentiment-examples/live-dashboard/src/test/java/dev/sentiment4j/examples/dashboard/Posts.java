package dev.sentiment4j.examples.dashboard;

import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisSourceOptions;
import dev.sentiment4j.redis.RedisStreamOptions;
import dev.sentiment4j.redis.RedisStreamPublisher;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Posts that a test writes into the stream. */
final class Posts {
    private Posts() {}

    static Post.Builder post(String text) {
        return Post.builder("x", UUID.randomUUID().toString())
                .text(text)
                .createdAt(Instant.now())
                .authorName("tester")
                .language("en");
    }

    static void publish(Dashboard dashboard, Post... posts) throws InterruptedException {
        try (RedisStreamPublisher publisher = new RedisStreamPublisher(
                dashboard.bean(RedisOptions.class), RedisStreamOptions.of(RedisSourceOptions.DEFAULT_STREAM))) {
            publisher.publish(List.of(posts));
        }
    }
}
