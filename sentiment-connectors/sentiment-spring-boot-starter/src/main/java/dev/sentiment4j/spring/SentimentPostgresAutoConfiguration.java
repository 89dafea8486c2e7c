package dev.sentiment4j.spring;

import dev.sentiment4j.postgres.PostgresOptions;
import dev.sentiment4j.postgres.PostgresSink;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Queries, source, sink and dead letters in PostgreSQL: over the pool of {@code sentiment.postgres.url}, else over the
 * application's {@link DataSource}, else not at all. What belongs to one pipeline has prototype scope.
 */
@AutoConfiguration(
        before = SentimentPipelineAutoConfiguration.class,
        after = SentimentAnalyzerAutoConfiguration.class,
        afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass(PostgresSink.class)
@EnableConfigurationProperties(PostgresProperties.class)
@Import({
    PostgresConfigurations.OwnPool.class,
    PostgresConfigurations.ApplicationPool.class,
    PostgresConfigurations.Parts.class
})
public final class SentimentPostgresAutoConfiguration {
    SentimentPostgresAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    PostgresOptions sentimentPostgresOptions(PostgresProperties properties) {
        return PostgresSettings.options(properties);
    }
}
