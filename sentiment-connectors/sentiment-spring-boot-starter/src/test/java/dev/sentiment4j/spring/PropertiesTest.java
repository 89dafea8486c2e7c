package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.cache.CacheOptions;
import dev.sentiment4j.pipeline.PipelineOptions;
import dev.sentiment4j.postgres.PostgresOptions;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisSourceOptions;
import dev.sentiment4j.redis.RedisStreamOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.validation.FieldError;

class PropertiesTest {
    private static <T> T defaults(String prefix, Class<T> type) {
        return new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate(prefix, type);
    }

    @Test
    void defaults_areThoseOfTheLibrary() {
        SentimentProperties.Analyzer analyzer =
                defaults("sentiment", SentimentProperties.class).analyzer();
        assertThat(analyzer.batching().toOptions()).isEqualTo(BatchOptions.defaults());
        assertThat(analyzer.cache().toOptions()).isEqualTo(CacheOptions.defaults());
        assertThat(analyzer.tuning().toTuning()).isEqualTo(dev.sentiment4j.batch.Tuning.off());
        assertThat(analyzer.longText().toPolicy()).isEmpty();

        assertThat(defaults("sentiment.pipeline", PipelineProperties.class).toOptions())
                .isEqualTo(PipelineOptions.defaults());
        assertThat(PostgresSettings.options(defaults("sentiment.postgres", PostgresProperties.class)))
                .isEqualTo(PostgresOptions.defaults());

        RedisProperties redis = defaults("sentiment.redis", RedisProperties.class);
        assertThat(RedisSettings.options(redis))
                .hasToString(RedisOptions.defaults().toString());
        assertThat(RedisSettings.source(redis.source(), null))
                .hasToString(RedisSourceOptions.defaults().toString());
        assertThat(RedisSettings.sink(redis.sink(), null))
                .hasToString(RedisStreamOptions.of(RedisStreamOptions.DEFAULT_PROCESSED)
                        .toString());
        assertThat(RedisSettings.deadLetters(redis.deadLetters()))
                .hasToString(RedisStreamOptions.of(RedisStreamOptions.DEFAULT_DEAD_LETTERS)
                        .toString());
    }

    private static List<String> problems(String... properties) {
        List<String> found = new ArrayList<>();
        Contexts.scripted().withPropertyValues(properties).run(context -> {
            assertThat(context).hasFailed();
            Throwable cause = context.getStartupFailure();
            while (!(cause instanceof BindValidationException) && cause.getCause() != null) {
                cause = cause.getCause();
            }
            assertThat(cause).isInstanceOf(BindValidationException.class);
            found.addAll(((BindValidationException) cause)
                    .getValidationErrors().getAllErrors().stream()
                            .map(error -> (error instanceof FieldError field
                                            ? field.getField() + " = " + field.getRejectedValue() + ": "
                                            : "")
                                    + error.getDefaultMessage())
                            .toList());
        });
        return found;
    }

    @Test
    void analyzer_saysAllProblemsOfAllAnalyzersAtOnce() {
        assertThat(problems(
                        "sentiment.analyzer.batching.lanes=-1",
                        "sentiment.analyzer.batching.queue-capacity=0",
                        "sentiment.analyzer.batching.max-delay=-5ms",
                        "sentiment.analyzer.cache.max-results=0",
                        "sentiment.analyzer.long-text.windows=0",
                        "sentiment.analyzer.timeout=0s",
                        "sentiment.analyzer.fallbacks=onnx",
                        "sentiment.analyzer.tuning.mode=remembered",
                        "sentiment.analyzers.support.max-tokens=-3"))
                .containsExactlyInAnyOrder(
                        "analyzer.batching.lanes = -1: must be at least 0",
                        "analyzer.batching.queueCapacity = 0: must be at least 1",
                        "analyzer.batching.maxDelay = PT-0.005S: must not be negative",
                        "analyzer.cache.maxResults = 0: must be at least 1",
                        "analyzer.longText.windows = 0: must be at least 1",
                        "analyzer.timeout = PT0S: must be positive, and at most one day",
                        "analyzer.fallbacks = [onnx]: need the engine to prefer; name it as backend",
                        "analyzer.tuning.mode = REMEMBERED: remembered needs tuning.directory",
                        "analyzers[support].maxTokens = -3: must be at least 0");
    }

    @Test
    void pipeline_saysAllProblemsAtOnce() {
        assertThat(problems(
                        "sentiment.pipeline.batch-size=0",
                        "sentiment.pipeline.retry.multiplier=0.5",
                        "sentiment.pipeline.timeout=-1s",
                        "sentiment.pipeline.stop-timeout=2h",
                        "sentiment.pipeline.health.max-waiting=-1"))
                .containsExactlyInAnyOrder(
                        "batchSize = 0: must be at least 1",
                        "retry.multiplier = 0.5: must be from 1 to 10",
                        "timeout = PT-1S: must be positive, and at most one day",
                        "stopTimeout = PT2H: must not be negative, and at most one hour",
                        "health.maxWaiting = -1: must not be negative");
    }

    @Test
    void redis_saysAllProblemsAtOnceAndNoPassword() {
        assertThat(problems(
                        "sentiment.redis.url=http://me:secret@host",
                        "sentiment.redis.source.group=",
                        "sentiment.redis.source.max-deliveries=0",
                        "sentiment.redis.cache.patience=0ms"))
                .hasSize(4)
                .anySatisfy(problem -> assertThat(problem).startsWith("url: must be redis://"))
                .noneSatisfy(problem -> assertThat(problem).contains("secret"))
                .anySatisfy(problem -> assertThat(problem).startsWith("source.maxDeliveries = 0"))
                .contains("cache.patience = PT0S: must be positive");
        assertThat(problems("sentiment.redis.nodes=alpha"))
                .containsExactly("nodes = [alpha]: must be host:port each, not 'alpha'");
    }

    @Test
    void postgres_saysAllProblemsAtOnceAndNoPassword() {
        assertThat(problems(
                        "sentiment.postgres.url=jdbc:h2:mem;PASSWORD=secret",
                        "sentiment.postgres.schema=pg_own",
                        "sentiment.postgres.pool.size=0",
                        "sentiment.postgres.lease=10ms"))
                .hasSize(4)
                .noneSatisfy(problem -> assertThat(problem).contains("secret"))
                .contains("pool.size = 0: must be at least 1")
                .contains("schema = pg_own: names beginning with pg_ belong to PostgreSQL");
    }

    @Test
    void unreadableValue_isRefused() {
        Contexts.scripted()
                .withPropertyValues("sentiment.analyzer.batching.admission=sometimes")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasRootCauseInstanceOf(IllegalArgumentException.class)
                        .rootCause()
                        .hasMessageContaining("sometimes"));
    }

    @Test
    void text_holdsNoPassword() {
        RedisProperties redis = new Binder(new MapConfigurationPropertySource(
                        Map.of("sentiment.redis.password", "secret", "sentiment.redis.url", "redis://u:secret@h")))
                .bindOrCreate("sentiment.redis", RedisProperties.class);
        PostgresProperties postgres = new Binder(new MapConfigurationPropertySource(Map.of(
                        "sentiment.postgres.password", "secret", "sentiment.postgres.url", "jdbc:postgresql://h/d")))
                .bindOrCreate("sentiment.postgres", PostgresProperties.class);
        assertThat(redis.toString() + postgres).doesNotContain("secret");
        assertThat(RedisSettings.options(redis).password().orElseThrow().get()).isEqualTo("secret".toCharArray());
    }
}
