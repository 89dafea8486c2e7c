package dev.sentiment4j.examples.dashboard.wiring;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.examples.dashboard.DashboardProperties;
import dev.sentiment4j.postgres.PostgresAlerts;
import dev.sentiment4j.postgres.PostgresOptions;
import dev.sentiment4j.postgres.PostgresPool;
import dev.sentiment4j.postgres.PostgresPosts;
import dev.sentiment4j.postgres.PostgresSchema;
import dev.sentiment4j.postgres.SentimentQueries;
import dev.sentiment4j.redis.RedisOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Redis and PostgreSQL, and what reads them. */
@Configuration(proxyBeanMethods = false)
class ServersConfiguration {
    @Bean
    Servers servers(DashboardProperties properties) throws IOException {
        return Servers.open(properties);
    }

    @Bean
    RedisOptions redisOptions(Servers servers) {
        return RedisOptions.of(servers.redisUrl());
    }

    /** For the limits of clients; the connectors have connections of their own. */
    @Bean(destroyMethod = "shutdown")
    RedisClient redisClient(Servers servers) {
        RedisURI uri = RedisURI.create(servers.redisUrl());
        uri.setTimeout(Duration.ofMillis(500));
        return RedisClient.create(uri);
    }

    @Bean
    HikariDataSource dataSource(Servers servers, DashboardProperties properties) {
        HikariDataSource pool = PostgresPool.to(servers.jdbcUrl())
                .user(properties.jdbcUser())
                .password(properties.jdbcPassword())
                .size(10 + 2 * properties.workers())
                .connectionTimeout(Duration.ofSeconds(3))
                .applicationName("live-dashboard")
                .open();
        PostgresSchema.migrate(pool);
        return pool;
    }

    @Bean
    PostgresPosts posts(HikariDataSource dataSource) {
        return new PostgresPosts(dataSource, queryOptions());
    }

    @Bean
    SentimentQueries queries(HikariDataSource dataSource) {
        return new SentimentQueries(dataSource, queryOptions());
    }

    @Bean
    PostgresAlerts alerts(HikariDataSource dataSource) {
        return new PostgresAlerts(dataSource, queryOptions());
    }

    /** Nobody waits half a minute for a page. */
    private static PostgresOptions queryOptions() {
        return PostgresOptions.builder().statementTimeout(Duration.ofSeconds(5)).build();
    }
}
