package dev.sentiment4j.examples.dashboard.wiring;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.cache.CacheOptions;
import dev.sentiment4j.examples.dashboard.DashboardProperties;
import dev.sentiment4j.examples.dashboard.live.FeedSink;
import dev.sentiment4j.examples.dashboard.live.LiveFeed;
import dev.sentiment4j.examples.dashboard.live.LiveNumbers;
import dev.sentiment4j.micrometer.SentimentMetrics;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.postgres.PostgresOptions;
import dev.sentiment4j.postgres.PostgresSink;
import dev.sentiment4j.redis.RedisDeadLetters;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisSourceOptions;
import dev.sentiment4j.redis.RedisStreamOptions;
import dev.sentiment4j.redis.RedisStreamPublisher;
import dev.sentiment4j.redis.RedisStreamSource;
import dev.sentiment4j.synthetic.SyntheticOptions;
import dev.sentiment4j.synthetic.SyntheticOptions.Feature;
import dev.sentiment4j.synthetic.SyntheticSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Posts from a source into Redis, from there through the analyzer into PostgreSQL, the windows and the feed. */
@Configuration(proxyBeanMethods = false)
class PipelineConfiguration {
    private static final String NAME = "dashboard";

    @Bean
    SentimentMetrics sentimentMetrics(MeterRegistry registry) {
        return new SentimentMetrics(registry);
    }

    @Bean
    SentimentAnalyzer analyzer(SentimentMetrics metrics) {
        return SentimentAnalyzer.builder()
                .name(NAME)
                .cache(CacheOptions.defaults())
                .listener(metrics.listener(NAME))
                .build();
    }

    @Bean
    LiveNumbers liveNumbers(DashboardProperties properties) {
        return LiveNumbers.over(properties.window());
    }

    @Bean
    Workers workers(
            DashboardProperties properties,
            RedisOptions redis,
            HikariDataSource dataSource,
            SentimentAnalyzer analyzer,
            SentimentMetrics metrics,
            LiveNumbers numbers,
            LiveFeed feed) {
        return new Workers(properties.workers(), i -> SentimentPipeline.builder()
                .name(NAME + "-" + i)
                .source(new RedisStreamSource(
                        redis,
                        RedisSourceOptions.builder().stream(properties.stream())
                                .consumer(NAME + "-" + i)
                                .build()))
                .analyzer(analyzer)
                // What is shown is stored: the page never knows more than the database.
                .sink(new PostgresSink(dataSource, PostgresOptions.defaults()))
                .sink(numbers.sink())
                .sink(new FeedSink(feed))
                .deadLetters(new RedisDeadLetters(redis))
                .listener(metrics.pipelineListener(NAME + "-" + i))
                .build());
    }

    @Bean
    @ConditionalOnProperty(name = "dashboard.synthetic.enabled", matchIfMissing = true)
    Generator generator(DashboardProperties properties, RedisOptions redis) {
        SyntheticOptions options = SyntheticOptions.builder()
                .seed(properties.synthetic().seed())
                .rate(properties.synthetic().rate())
                .burstEvery(Duration.ofMinutes(1))
                .burstLength(Duration.ofSeconds(10))
                .burstFactor(3)
                .share(Feature.EDIT, 0.02)
                .share(Feature.DELETION, 0.01)
                .build();
        RedisStreamOptions stream = RedisStreamOptions.builder(properties.stream())
                .maxLength(100_000)
                .build();
        return new Generator(new SyntheticSource(options), new RedisStreamPublisher(redis, stream));
    }
}
