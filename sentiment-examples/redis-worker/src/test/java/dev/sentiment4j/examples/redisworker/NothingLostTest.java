package dev.sentiment4j.examples.redisworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.postgres.PostgresPool;
import dev.sentiment4j.postgres.PostgresSchema;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisSourceOptions;
import dev.sentiment4j.redis.RedisStreamOptions;
import dev.sentiment4j.redis.RedisStreamPublisher;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three worker processes over real servers, while workers are killed one after the other, and Redis and PostgreSQL once
 * each. {@code -Dsentiment4j.posts=100000} runs it with more posts.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class NothingLostTest {
    private static final int POSTS = Integer.getInteger("sentiment4j.posts", 10_000);
    private static final int POISON_EVERY = 100;
    private static final int WORKERS = 3;
    private static final String GROUP = RedisSourceOptions.DEFAULT_GROUP;
    private static final String STREAM = RedisSourceOptions.DEFAULT_STREAM;

    private final List<Process> workers = new ArrayList<>();
    private KilledServers servers;
    private HikariDataSource postgres;
    private RedisClient client;
    private StatefulRedisConnection<String, String> redis;
    private int started;

    @BeforeEach
    void startServers(@TempDir Path directory) throws Exception {
        servers = KilledServers.start(directory);
        postgres = PostgresPool.to(servers.jdbcUrl()).size(2).open();
        PostgresSchema.migrate(postgres);
        client = RedisClient.create(servers.redisUrl());
        redis = client.connect();
    }

    @AfterEach
    void stopAll() throws Exception {
        for (Process worker : workers) {
            worker.destroyForcibly().waitFor();
        }
        redis.close();
        client.shutdown();
        postgres.close();
        servers.close();
    }

    private Process startWorker() throws Exception {
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RedisWorker.class.getName(),
                        "worker",
                        "--redis-url",
                        servers.redisUrl(),
                        "--jdbc-url",
                        servers.jdbcUrl(),
                        "--name",
                        "worker-" + ++started,
                        "--lexicon",
                        "--claim-idle",
                        "PT3S")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        workers.add(worker);
        return worker;
    }

    private void publish() throws InterruptedException {
        List<Post> posts = new ArrayList<>();
        try (RedisStreamPublisher publisher =
                new RedisStreamPublisher(RedisOptions.of(servers.redisUrl()), RedisStreamOptions.of(STREAM))) {
            for (int i = 0; i < POSTS; i++) {
                posts.add(Post.builder("test", Integer.toString(i))
                        .text("post number " + i + (i % 3 == 0 ? " is great" : " is awful"))
                        .createdAt(Instant.parse("2026-08-01T10:00:00Z").plusMillis(i))
                        .build());
                if (i % POISON_EVERY == 0) {
                    redis.sync().xadd(STREAM, Map.of("garbage", "entry " + i));
                }
                if (posts.size() == 1000) {
                    publisher.publish(posts);
                    posts.clear();
                }
            }
            publisher.publish(posts);
        }
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = postgres.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void awaitStored(long posts) {
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> count("select count(*) from social_media_posts where label is not null") >= posts);
    }

    private long pending() {
        return redis.sync().xpending(STREAM, GROUP).getCount();
    }

    @Test
    void everyPost_isStoredOnce_whateverIsKilled() throws Exception {
        publish();
        for (int i = 0; i < WORKERS; i++) {
            startWorker();
        }
        for (int step = 1; step <= 6; step++) {
            awaitStored((long) POSTS * step / 8);
            Process oldest = workers.get(workers.size() - WORKERS);
            if (step == 3) {
                assertStopsInTime(oldest);
            } else {
                oldest.destroyForcibly().waitFor();
            }
            startWorker();
            if (step == 2) {
                servers.killAndRestartRedis();
            } else if (step == 4) {
                servers.killAndRestartPostgres();
            }
        }
        awaitStored(POSTS);
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> pending() == 0);

        assertThat(count("select count(*) from social_media_posts")).isEqualTo(POSTS);
        assertThat(count("select count(*) from sentiment_analysis")).isEqualTo(POSTS);
        assertThat(count("select count(distinct (source, post_id)) from sentiment_analysis"))
                .isEqualTo(POSTS);
        // A dead letter is written before its entry is acknowledged, so a kill in between may leave it twice.
        assertThat(
                        redis
                                .sync()
                                .xrange(RedisStreamOptions.DEFAULT_DEAD_LETTERS, io.lettuce.core.Range.unbounded())
                                .stream()
                                .map(letter -> letter.getBody().toString().replaceAll(".*entry (\\d+).*", "$1"))
                                .distinct())
                .hasSize(POSTS / POISON_EVERY);

        List<Process> alive = workers.stream().filter(Process::isAlive).toList();
        assertThat(alive).hasSize(WORKERS);
        for (Process worker : alive) {
            assertStopsInTime(worker);
        }
    }

    /** A signal that asks, under load or not: everything that was begun is finished or given back. */
    private static void assertStopsInTime(Process worker) throws InterruptedException {
        worker.destroy();
        assertThat(worker.waitFor(5, TimeUnit.SECONDS))
                .as("a worker stops within five seconds")
                .isTrue();
    }
}
