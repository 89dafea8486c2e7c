package dev.sentiment4j.examples.redisworker;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.postgres.PostgresOptions;
import dev.sentiment4j.postgres.PostgresSink;
import dev.sentiment4j.redis.RedisDeadLetters;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisSourceOptions;
import dev.sentiment4j.redis.RedisStreamSource;
import javax.sql.DataSource;

/** One worker: shares the posts of a stream with all others of its group, and stores them. */
final class Worker {
    private Worker() {}

    /**
     * A pipeline that is not started yet. The analyzer and the data source stay the caller's.
     *
     * @param others sinks beside PostgreSQL
     */
    static SentimentPipeline pipeline(
            String name,
            RedisOptions redis,
            DataSource postgres,
            SentimentAnalyzer analyzer,
            WorkerOptions options,
            PostSink... others) {
        RedisSourceOptions posts = RedisSourceOptions.builder().stream(options.stream)
                .consumer(name)
                .claimIdle(options.claimIdle)
                .build();
        SentimentPipeline.Builder pipeline = SentimentPipeline.builder()
                .name(name)
                .source(new RedisStreamSource(redis, posts))
                .analyzer(analyzer)
                .sink(new PostgresSink(postgres, PostgresOptions.defaults()))
                .deadLetters(new RedisDeadLetters(redis));
        for (PostSink other : others) {
            pipeline.sink(other);
        }
        return pipeline.build();
    }
}
