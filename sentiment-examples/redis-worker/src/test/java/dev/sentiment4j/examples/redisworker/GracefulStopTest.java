package dev.sentiment4j.examples.redisworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.lexicon.LexiconAnalyzer;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.Rejection;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.postgres.PostgresPool;
import dev.sentiment4j.postgres.PostgresSchema;
import dev.sentiment4j.redis.RedisStreamOptions;
import dev.sentiment4j.redis.RedisStreamPublisher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** A worker that is stopped in the middle of its work, and another one that goes on. */
class GracefulStopTest {
    private static final int POSTS = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Remembers what came to it, every time. */
    private static final class Seen implements PostSink {
        private final ConcurrentLinkedQueue<PostKey> keys = new ConcurrentLinkedQueue<>();

        @Override
        public String name() {
            return "seen";
        }

        @Override
        public List<Rejection> write(List<SinkEvent> events) {
            events.forEach(event -> keys.add(((AnalyzedPost) event).post().key()));
            return List.of();
        }

        @Override
        public void close() {}
    }

    @Test
    void stoppedUnderLoad_endsInTime_andOnlyWhatItDidNotAcknowledgeComesAgain() throws Exception {
        WorkerOptions options = new WorkerOptions();
        try (Servers servers = Servers.open(null, null);
                HikariDataSource postgres =
                        PostgresPool.to(servers.jdbcUrl()).size(3).open();
                SentimentAnalyzer analyzer = LexiconAnalyzer.create()) {
            PostgresSchema.migrate(postgres);
            try (RedisStreamPublisher publisher =
                    new RedisStreamPublisher(servers.redis(), RedisStreamOptions.of(options.stream))) {
                publisher.publish(posts());
            }

            Seen first = new Seen();
            long acknowledged;
            SentimentPipeline stopped = Worker.pipeline("stopped", servers.redis(), postgres, analyzer, options, first);
            try {
                stopped.start();
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> stopped.health().acknowledged() > POSTS / 20);
                long asked = System.nanoTime();
                stopped.close();
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(5));
                acknowledged = stopped.health().acknowledged();
            } finally {
                stopped.close();
            }
            assertThat(acknowledged).as("there was work left").isLessThan(POSTS);

            Seen second = new Seen();
            try (SentimentPipeline other =
                    Worker.pipeline("other", servers.redis(), postgres, analyzer, options, second)) {
                other.start();
                // Long before claimIdle: what the first one held was given back, not left to time out.
                await().atMost(options.claimIdle.dividedBy(2))
                        .until(() -> other.health().acknowledged() >= POSTS - acknowledged);
            }

            assertThat(second.keys).hasSize((int) (POSTS - acknowledged));
            Set<PostKey> all = new HashSet<>(first.keys);
            all.addAll(second.keys);
            assertThat(all).hasSize(POSTS);
        }
    }

    private static List<PostEvent> posts() {
        List<PostEvent> posts = new ArrayList<>();
        for (int i = 0; i < POSTS; i++) {
            posts.add(Post.builder("test", Integer.toString(i))
                    .text("post number " + i + " is great")
                    .createdAt(Instant.parse("2026-08-01T10:00:00Z"))
                    .build());
        }
        return posts;
    }
}
