package dev.sentiment4j.benchmarks.path;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.benchmarks.Posts;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.postgres.LabelCounts;
import dev.sentiment4j.postgres.PostFilter;
import dev.sentiment4j.postgres.PostgresOptions;
import dev.sentiment4j.postgres.PostgresPool;
import dev.sentiment4j.postgres.PostgresSchema;
import dev.sentiment4j.postgres.PostgresSink;
import dev.sentiment4j.postgres.SentimentQueries;
import dev.sentiment4j.redis.RedisDeadLetters;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisSourceOptions;
import dev.sentiment4j.redis.RedisStreamOptions;
import dev.sentiment4j.redis.RedisStreamPublisher;
import dev.sentiment4j.redis.RedisStreamSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the way costs: made-up posts from a Redis stream through the default model into PostgreSQL, beside the same
 * texts in one list for the analyzer. Both servers are the benchmark's own, on the same machine, with durable settings.
 * The clock of the way starts when publishing does, and ends when the last post is acknowledged. In each round one runs
 * right after the other, the order changing by turns, so that a machine that gets slower or faster hurts both; the
 * first round warms up and does not count. Arguments: posts a round, rounds, and a file of texts (the last column of
 * each line) instead of made-up ones.
 */
public final class WholePath {
    private final SentimentAnalyzer analyzer;
    private final RedisOptions redis;
    private final HikariDataSource postgres;

    private WholePath(SentimentAnalyzer analyzer, RedisOptions redis, HikariDataSource postgres) {
        this.analyzer = analyzer;
        this.redis = redis;
        this.postgres = postgres;
    }

    public static void main(String[] args) throws Exception {
        int posts = args.length > 0 ? Integer.parseInt(args[0]) : 3000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        try (OwnRedis redis = OwnRedis.start();
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start();
                HikariDataSource postgres = PostgresPool.to(server.getJdbcUrl("postgres", "postgres"))
                        .open();
                SentimentAnalyzer analyzer = SentimentAnalyzer.create()) {
            PostgresSchema.migrate(postgres);
            new WholePath(analyzer, redis.options(), postgres)
                    .run(texts(args.length > 2 ? args[2] : "", posts), rounds);
        }
    }

    private void run(List<String> texts, int rounds) throws InterruptedException {
        double[] shares = new double[rounds];
        for (int round = 0; round <= rounds; round++) {
            List<Post> made = posts(texts, round);
            double bulk;
            double way;
            if (round % 2 == 0) {
                bulk = bulk(made);
                way = way(made, "posts-" + round);
            } else {
                way = way(made, "posts-" + round);
                bulk = bulk(made);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: analyzeAll %.0f posts/s, Redis to PostgreSQL %.0f posts/s, share %.3f%n",
                    round == 0 ? "warm-up" : "round " + round,
                    bulk,
                    way,
                    way / bulk);
            if (round > 0) {
                shares[round - 1] = way / bulk;
            }
        }
        Arrays.sort(shares);
        System.out.printf(
                Locale.ROOT,
                "share: median %.3f (%.3f to %.3f)%n",
                shares[shares.length / 2],
                shares[0],
                shares[shares.length - 1]);
        LabelCounts stored = new SentimentQueries(postgres, PostgresOptions.defaults()).distribution(PostFilter.all());
        System.out.printf(Locale.ROOT, "stored: %s%n", stored);
        if (stored.posts() != (long) texts.size() * (rounds + 1)) {
            throw new IllegalStateException("some posts are missing");
        }
    }

    /** So many texts, each once. */
    private static List<String> texts(String path, int count) {
        Set<String> texts = new LinkedHashSet<>(Posts.load(path, 20 * count));
        if (texts.size() < count) {
            throw new IllegalArgumentException("only " + texts.size() + " texts differ; ask for no more posts a round");
        }
        return texts.stream().limit(count).toList();
    }

    private static List<Post> posts(List<String> texts, int round) {
        Instant now = Instant.now();
        List<Post> posts = new ArrayList<>();
        for (String text : texts) {
            posts.add(Post.builder("test", round + "-" + posts.size())
                    .text(text)
                    .createdAt(now)
                    .authorName("somebody")
                    .language("en")
                    .attribute(Post.PRODUCT, "phone")
                    .build());
        }
        return posts;
    }

    private double bulk(List<Post> posts) {
        List<String> texts = posts.stream().map(Post::text).toList();
        long start = System.nanoTime();
        analyzer.analyzeAll(texts).forEach(outcome -> outcome.orElseThrow());
        return rate(posts.size(), start);
    }

    private double way(List<Post> posts, String stream) throws InterruptedException {
        try (RedisStreamPublisher publisher = new RedisStreamPublisher(redis, RedisStreamOptions.of(stream));
                SentimentPipeline pipeline = SentimentPipeline.builder()
                        .source(new RedisStreamSource(
                                redis,
                                RedisSourceOptions.builder().stream(stream).build()))
                        .analyzer(analyzer)
                        .sink(new PostgresSink(postgres, PostgresOptions.defaults()))
                        .deadLetters(new RedisDeadLetters(redis))
                        .build()) {
            pipeline.start();
            long start = System.nanoTime();
            publisher.publish(List.<PostEvent>copyOf(posts));
            while (pipeline.health().acknowledged() < posts.size()) {
                pipeline.health().failure().ifPresent(failure -> {
                    throw failure;
                });
                TimeUnit.MILLISECONDS.sleep(5);
            }
            return rate(posts.size(), start);
        }
    }

    private static double rate(int posts, long start) {
        return posts / ((System.nanoTime() - start) / 1e9);
    }
}
