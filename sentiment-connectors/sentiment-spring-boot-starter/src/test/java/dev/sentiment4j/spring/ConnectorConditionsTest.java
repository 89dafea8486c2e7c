package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.cache.ResultCache;
import dev.sentiment4j.micrometer.SentimentMetrics;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.postgres.PostgresDeadLetters;
import dev.sentiment4j.postgres.PostgresOptions;
import dev.sentiment4j.postgres.PostgresPool;
import dev.sentiment4j.postgres.PostgresPosts;
import dev.sentiment4j.postgres.PostgresSink;
import dev.sentiment4j.postgres.PostgresSource;
import dev.sentiment4j.postgres.SentimentQueries;
import dev.sentiment4j.redis.RedisDeadLetters;
import dev.sentiment4j.redis.RedisLiveCounters;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisResultCache;
import dev.sentiment4j.redis.RedisStreamSink;
import dev.sentiment4j.redis.RedisStreamSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is there under which condition; nothing here connects. */
class ConnectorConditionsTest {
    private static final String URL = "sentiment.postgres.url=jdbc:postgresql://127.0.0.1:1/none";

    private final ApplicationContextRunner runner =
            Contexts.scripted().withPropertyValues("sentiment.pipeline.enabled=false");

    @Test
    void redis_isOptionsAloneUnlessAskedForMore() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(RedisOptions.class);
            assertThat(context).doesNotHaveBean(RedisStreamSource.class);
            assertThat(context).doesNotHaveBean(RedisStreamSink.class);
            assertThat(context).doesNotHaveBean(RedisDeadLetters.class);
            assertThat(context).doesNotHaveBean(RedisLiveCounters.class);
            assertThat(context).doesNotHaveBean(ResultCache.class);
        });
    }

    @Test
    void redis_partsAreThereWhereAskedFor() {
        runner.withPropertyValues(
                        "sentiment.redis.url=redis://127.0.0.1:1",
                        "sentiment.redis.source.enabled=true",
                        "sentiment.redis.source.streams=a,b",
                        "sentiment.redis.sink.enabled=true",
                        "sentiment.redis.dead-letters.enabled=true",
                        "sentiment.redis.counters.enabled=true",
                        "sentiment.redis.cache.enabled=true")
                .run(context -> {
                    assertThat(context.getBean(RedisStreamSource.class).name()).startsWith("redis:");
                    assertThat(context.getBean(RedisStreamSource.class))
                            .isNotSameAs(context.getBean(RedisStreamSource.class));
                    assertThat(context).hasSingleBean(RedisStreamSink.class);
                    assertThat(context).hasSingleBean(RedisDeadLetters.class);
                    assertThat(context).hasSingleBean(RedisLiveCounters.class);
                    assertThat(context.getBean(ResultCache.class)).isInstanceOf(RedisResultCache.class);
                });
    }

    @Test
    void redis_givesWayToTheHostsOptions() {
        RedisOptions own = RedisOptions.of("redis://127.0.0.1:2");
        runner.withBean(RedisOptions.class, () -> own)
                .run(context -> assertThat(context.getBean(RedisOptions.class)).isSameAs(own));
    }

    @Test
    void redis_withoutTheConnector_isNotThereAndSaysSoWhenAskedFor() {
        ApplicationContextRunner without =
                runner.withClassLoader(new FilteredClassLoader("dev.sentiment4j.redis", "io.lettuce"));
        without.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context).doesNotHaveBean("sentimentRedisOptions");
            assertThat(context).doesNotHaveBean("sentimentRedisHealthContributor");
        });
        without.withPropertyValues("sentiment.redis.source.enabled=true", "sentiment.redis.cache.enabled=true")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasMessageContaining(
                                "sentiment.redis.source.enabled = true: add dev.sentiment4j:sentiment-connector-redis")
                        .hasMessageContaining("sentiment.redis.cache.enabled = true"));
    }

    @Test
    void redis_onTheClientAlone_isNotThere() {
        runner.withClassLoader(new FilteredClassLoader("dev.sentiment4j.redis"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("sentimentRedisOptions"));
    }

    @Test
    void postgres_withoutDataSource_isNotThereAndSaysSoWhenAskedFor() {
        runner.run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(PostgresPosts.class);
            assertThat(context).doesNotHaveBean("sentimentPostgresHealthContributor");
        });
        runner.withPropertyValues("sentiment.postgres.sink.enabled=true").run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .hasMessageContaining("sentiment.postgres.sink.enabled = true: there is no single DataSource"));
    }

    record Repository(@Nullable DataSource pool) {}

    @Configuration(proxyBeanMethods = false)
    static class Host {
        @Bean
        Repository repository(ObjectProvider<DataSource> pool) {
            return new Repository(pool.getIfAvailable());
        }
    }

    @Test
    void postgres_hasAPoolOfItsOwnThatDisturbsNobody() {
        runner.withUserConfiguration(Host.class)
                .withPropertyValues(
                        URL,
                        "sentiment.postgres.pool.size=7",
                        "sentiment.postgres.schema=mood",
                        "sentiment.postgres.source.enabled=true",
                        "sentiment.postgres.sink.enabled=true",
                        "sentiment.postgres.dead-letters.enabled=true")
                .run(context -> {
                    HikariDataSource pool = context.getBean("sentimentDataSource", HikariDataSource.class);
                    assertThat(pool.getMaximumPoolSize()).isEqualTo(7);
                    assertThat(context.getBean(Repository.class).pool()).isNull();
                    assertThat(context.getBean(PostgresSink.class).name()).isEqualTo("postgres:mood");
                    assertThat(context).hasSingleBean(PostgresSource.class);
                    assertThat(context).hasSingleBean(PostgresDeadLetters.class);
                    assertThat(context).hasSingleBean(PostgresPosts.class);
                    assertThat(context).hasSingleBean(SentimentQueries.class);
                });
    }

    @Test
    void postgres_usesTheApplicationsPoolElse() {
        HikariDataSource own =
                PostgresPool.to("jdbc:postgresql://127.0.0.1:1/none").open();
        runner.withBean("own", DataSource.class, () -> own).run(context -> {
            assertThat(context.getBean(PostgresAccess.class).dataSource()).isSameAs(own);
            assertThat(context).doesNotHaveBean("sentimentDataSource");
        });
        assertThat(own.isClosed()).isTrue();
    }

    @Test
    void postgres_ownPoolWinsOverTheApplications() {
        HikariDataSource own =
                PostgresPool.to("jdbc:postgresql://127.0.0.1:1/none").open();
        runner.withBean("own", DataSource.class, () -> own)
                .withPropertyValues(URL)
                .run(context -> assertThat(context.getBean(PostgresAccess.class).dataSource())
                        .isNotSameAs(own)
                        .isSameAs(context.getBean("sentimentDataSource")));
    }

    @Test
    void postgres_givesWayToTheHostsOptions() {
        PostgresOptions own = PostgresOptions.builder().schema("own").build();
        runner.withBean(PostgresOptions.class, () -> own)
                .withPropertyValues(URL)
                .run(context -> assertThat(context.getBean(PostgresAccess.class).options())
                        .isSameAs(own));
    }

    @Test
    void postgres_withoutTheConnector_isNotThere() {
        runner.withClassLoader(new FilteredClassLoader("dev.sentiment4j.postgres", "org.postgresql"))
                .withPropertyValues(URL)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("sentimentPostgres"));
    }

    @Test
    void metrics_needARegistry() {
        runner.run(context -> assertThat(context).doesNotHaveBean(SentimentMetrics.class));
        runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context).hasSingleBean(SentimentMetrics.class));
        runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("sentiment.metrics.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(SentimentMetrics.class));
    }

    @Test
    void metrics_bindAlsoTheHostsOwnAnalyzers() {
        runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean("own", SentimentAnalyzer.class, () -> new Contexts.Named("own"))
                .run(context -> assertThat(context.getBean(MeterRegistry.class)
                                .get("sentiment.lanes")
                                .tag("analyzer", "own")
                                .gauge()
                                .value())
                        .isEqualTo(2));
    }

    @Test
    void metrics_hearTheConfiguredAnalyzers() {
        Contexts.real()
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("sentiment.metrics.histograms=true")
                .run(context -> {
                    context.getBean(SentimentAnalyzer.class).analyzeAll(List.of("good", "bad"));
                    assertThat(context
                                    .getBean(MeterRegistry.class)
                                    .get("sentiment.texts")
                                    .tag("analyzer", "sentiment")
                                    .counters()
                                    .stream()
                                    .mapToDouble(c -> c.count())
                                    .sum())
                            .isEqualTo(2);
                });
    }

    @Test
    void health_isThereForWhatIsThere() {
        runner.run(context -> assertThat(context.getBeansOfType(HealthContributor.class))
                .containsOnlyKeys("sentimentAnalyzerHealthContributor", "sentimentPipelineHealthContributor"));
        runner.withPropertyValues(
                        URL,
                        "management.health.sentiment-redis.enabled=false",
                        "management.health.sentiment-analyzer.enabled=false",
                        "management.health.sentiment-pipeline.enabled=false")
                .run(context -> assertThat(context.getBeansOfType(HealthContributor.class))
                        .containsOnlyKeys("sentimentPostgresHealthContributor"));
        runner.withPropertyValues("management.health.defaults.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthContributor.class));
    }

    @Test
    void health_asksRedisOnlyWhereOneIsMeant() {
        runner.run(context -> assertThat(context).doesNotHaveBean("sentimentRedisHealthContributor"));
        for (String property : List.of(
                "sentiment.redis.url=redis://127.0.0.1:1",
                "sentiment.redis.nodes=127.0.0.1:1",
                "sentiment.redis.cache.enabled=true",
                "sentiment.checkpoints.store=redis")) {
            runner.withPropertyValues(property)
                    .run(context -> assertThat(context).as(property).hasBean("sentimentRedisHealthContributor"));
        }
        runner.withBean(RedisOptions.class, () -> RedisOptions.of("redis://127.0.0.1:2"))
                .run(context -> assertThat(context).hasBean("sentimentRedisHealthContributor"));
    }

    @Test
    void withoutActuatorMicrometerAndConnectors_thereIsAnAnalyzer() {
        Contexts.scripted()
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.health",
                        "org.springframework.boot.actuate",
                        "io.micrometer",
                        "dev.sentiment4j.redis",
                        "dev.sentiment4j.postgres",
                        "com.zaxxer.hikari"))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(SentimentAnalyzer.class);
                    assertThat(context).doesNotHaveBean(PostSource.class);
                });
    }
}
