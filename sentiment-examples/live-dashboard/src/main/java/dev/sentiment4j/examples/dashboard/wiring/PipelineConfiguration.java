package dev.sentiment4j.examples.dashboard.wiring;

import dev.sentiment4j.alert.AlertEngine;
import dev.sentiment4j.alert.AlertRules;
import dev.sentiment4j.examples.dashboard.DashboardProperties;
import dev.sentiment4j.examples.dashboard.live.AlertRelay;
import dev.sentiment4j.examples.dashboard.live.FeedSink;
import dev.sentiment4j.examples.dashboard.live.LiveFeed;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.postgres.PostgresAlertSink;
import dev.sentiment4j.postgres.PostgresAlerts;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisSourceOptions;
import dev.sentiment4j.redis.RedisStreamOptions;
import dev.sentiment4j.redis.RedisStreamPublisher;
import dev.sentiment4j.spring.SentimentPipelineBuilderCustomizer;
import dev.sentiment4j.synthetic.SyntheticOptions;
import dev.sentiment4j.synthetic.SyntheticOptions.Feature;
import dev.sentiment4j.synthetic.SyntheticSource;
import dev.sentiment4j.window.WindowOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the starter cannot know: the rules of alerts, that posts also go to the feed, and where made-up ones come from.
 * The rest of the pipeline, from Redis through the analyzer into PostgreSQL and windows, is in
 * {@code application.yaml}.
 */
@Configuration(proxyBeanMethods = false)
class PipelineConfiguration {
    private static final String RULES = "/alert-rules.json";

    @Bean
    AlertEngine alertEngine(WindowOptions windows, CheckpointStore checkpoints, PostgresAlerts alerts, AlertRelay relay)
            throws IOException, InterruptedException {
        try (InputStream rules = Objects.requireNonNull(getClass().getResourceAsStream(RULES), RULES)) {
            return AlertEngine.builder(AlertRules.fromJson(new String(rules.readAllBytes(), StandardCharsets.UTF_8)))
                    .sink(new PostgresAlertSink(alerts))
                    .sink(relay)
                    .store(checkpoints)
                    .windows(windows)
                    .build();
        }
    }

    /** After PostgreSQL, which the starter has put first: the page never knows more than the database. */
    @Bean
    SentimentPipelineBuilderCustomizer live(LiveFeed feed) {
        return (name, pipeline) -> pipeline.sink(new FeedSink(feed));
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "dashboard.synthetic.enabled", matchIfMissing = true)
    Generator everyday(DashboardProperties properties, RedisOptions redis) {
        return generator(
                redis,
                SyntheticOptions.builder()
                        .seed(properties.synthetic().seed())
                        .rate(properties.synthetic().rate())
                        .burstEvery(Duration.ofMinutes(1))
                        .burstLength(Duration.ofSeconds(10))
                        .burstFactor(2.5)
                        .share(Feature.EDIT, 0.02)
                        .share(Feature.DELETION, 0.01)
                        .build());
    }

    /** One product that goes wrong in one place for a while, every few minutes. */
    @Bean
    @ConditionalOnBooleanProperty(
            name = {"dashboard.synthetic.enabled", "dashboard.synthetic.incidents"},
            matchIfMissing = true)
    Generator incidents(DashboardProperties properties, RedisOptions redis) {
        double factor = 80;
        return generator(
                redis,
                SyntheticOptions.builder()
                        .seed(properties.synthetic().seed() + 1)
                        .rate(properties.synthetic().rate() / factor)
                        .burstEvery(Duration.ofMinutes(4))
                        .burstLength(Duration.ofSeconds(75))
                        .burstFactor(factor / 2)
                        .products(List.of("router"))
                        .channels(List.of("support"))
                        .mix(2, 8, 90)
                        .build());
    }

    private static Generator generator(RedisOptions redis, SyntheticOptions options) {
        RedisStreamOptions stream = RedisStreamOptions.builder(RedisSourceOptions.DEFAULT_STREAM)
                .maxLength(100_000)
                .build();
        return new Generator(new SyntheticSource(options), new RedisStreamPublisher(redis, stream));
    }
}
