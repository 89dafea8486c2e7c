package dev.sentiment4j.spring;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.postgres.PostgresAlerts;
import dev.sentiment4j.postgres.PostgresDeadLetters;
import dev.sentiment4j.postgres.PostgresOptions;
import dev.sentiment4j.postgres.PostgresPool;
import dev.sentiment4j.postgres.PostgresPosts;
import dev.sentiment4j.postgres.PostgresSchema;
import dev.sentiment4j.postgres.PostgresSink;
import dev.sentiment4j.postgres.PostgresSource;
import dev.sentiment4j.postgres.SentimentQueries;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/** Which database it is, and what is in it; apart, as the order in which they are looked at matters. */
final class PostgresConfigurations {
    static final String POOL_BEAN = "sentimentDataSource";

    private PostgresConfigurations() {}

    private static PostgresAccess access(
            DataSource dataSource, PostgresOptions options, PostgresProperties properties) {
        if (properties.migrate()) {
            PostgresSchema.migrate(dataSource, options);
        }
        return new PostgresAccess(dataSource, options);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("sentiment.postgres.url")
    static class OwnPool {
        /** Found by its qualifier alone: the application's repositories keep the pool that they have. */
        @Bean(name = POOL_BEAN, defaultCandidate = false)
        HikariDataSource sentimentDataSource(PostgresProperties properties) {
            PostgresProperties.Pool pool = properties.pool();
            return PostgresPool.to(Objects.requireNonNull(properties.url()))
                    .user(properties.username())
                    .password(properties.password())
                    .size(pool.size())
                    .connectionTimeout(pool.connectionTimeout())
                    .socketTimeout(pool.socketTimeout())
                    .open();
        }

        @Bean
        PostgresAccess sentimentPostgres(
                @Qualifier(POOL_BEAN) DataSource dataSource, PostgresOptions options, PostgresProperties properties) {
            return access(dataSource, options, properties);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnSingleCandidate(DataSource.class)
    @ConditionalOnMissingBean(PostgresAccess.class)
    static class ApplicationPool {
        @Bean
        PostgresAccess sentimentPostgres(
                DataSource dataSource, PostgresOptions options, PostgresProperties properties) {
            return access(dataSource, options, properties);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(PostgresAccess.class)
    static class Parts {
        @Bean
        @ConditionalOnMissingBean
        PostgresPosts postgresPosts(PostgresAccess postgres) {
            return new PostgresPosts(postgres.dataSource(), postgres.options());
        }

        @Bean
        @ConditionalOnMissingBean
        SentimentQueries sentimentQueries(PostgresAccess postgres) {
            return new SentimentQueries(postgres.dataSource(), postgres.options());
        }

        @Bean
        @ConditionalOnMissingBean
        PostgresAlerts postgresAlerts(PostgresAccess postgres) {
            return new PostgresAlerts(postgres.dataSource(), postgres.options());
        }

        @Bean
        @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        @ConditionalOnMissingBean
        @ConditionalOnBooleanProperty("sentiment.postgres.source.enabled")
        PostgresSource postgresPostSource(PostgresAccess postgres, SentimentAnalyzer analyzer) {
            return new PostgresSource(
                    postgres.dataSource(), postgres.options(), analyzer.info().model());
        }

        @Bean
        @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        @ConditionalOnMissingBean
        @ConditionalOnBooleanProperty("sentiment.postgres.sink.enabled")
        PostgresSink postgresPostSink(PostgresAccess postgres) {
            return new PostgresSink(postgres.dataSource(), postgres.options());
        }

        @Bean
        @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        @ConditionalOnMissingBean
        @ConditionalOnBooleanProperty("sentiment.postgres.dead-letters.enabled")
        PostgresDeadLetters postgresDeadLetters(PostgresAccess postgres) {
            return new PostgresDeadLetters(postgres.dataSource(), postgres.options());
        }
    }
}
