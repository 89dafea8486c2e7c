package dev.sentiment4j.spring;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisProbe;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** What {@code /actuator/health} says of analyzers, pipelines, and the stores that they use. */
@AutoConfiguration(
        after = {
            SentimentAnalyzerAutoConfiguration.class,
            SentimentPipelineAutoConfiguration.class,
            SentimentRedisAutoConfiguration.class,
            SentimentPostgresAutoConfiguration.class
        })
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
public final class SentimentHealthAutoConfiguration {
    SentimentHealthAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnEnabledHealthIndicator("sentiment-analyzer")
    static class Analyzers {
        /** One is shown as it is, several by their beans' names. */
        @Bean
        @ConditionalOnMissingBean(name = "sentimentAnalyzerHealthContributor")
        HealthContributor sentimentAnalyzerHealthContributor(ListableBeanFactory beans, AnalyzerWatches watches) {
            Map<String, HealthIndicator> indicators = new TreeMap<>();
            beans.getBeansOfType(SentimentAnalyzer.class)
                    .forEach((name, analyzer) -> indicators.put(
                            name,
                            new AnalyzerHealth(
                                    analyzer, watches.find(analyzer.info().name()))));
            return indicators.size() == 1
                    ? indicators.values().iterator().next()
                    : CompositeHealthContributor.fromMap(indicators);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(SentimentPipelines.class)
    @ConditionalOnEnabledHealthIndicator("sentiment-pipeline")
    static class Pipelines {
        @Bean
        @ConditionalOnMissingBean(name = "sentimentPipelineHealthContributor")
        HealthContributor sentimentPipelineHealthContributor(
                SentimentPipelines pipelines, PipelineProperties properties) {
            return new PipelinesHealth(pipelines, properties.health());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RedisProbe.class)
    @ConditionalOnBean(RedisOptions.class)
    @Conditional(OnRedisInUse.class)
    @ConditionalOnEnabledHealthIndicator("sentiment-redis")
    static class Redis {
        @Bean
        @ConditionalOnMissingBean(name = "sentimentRedisHealthContributor")
        RedisHealth sentimentRedisHealthContributor(RedisOptions redis) {
            return new RedisHealth(redis);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "dev.sentiment4j.postgres.PostgresSink")
    @ConditionalOnBean(PostgresAccess.class)
    @ConditionalOnEnabledHealthIndicator("sentiment-postgres")
    static class Postgres {
        @Bean
        @ConditionalOnMissingBean(name = "sentimentPostgresHealthContributor")
        PostgresHealth sentimentPostgresHealthContributor(PostgresAccess postgres) {
            return new PostgresHealth(postgres);
        }
    }
}
