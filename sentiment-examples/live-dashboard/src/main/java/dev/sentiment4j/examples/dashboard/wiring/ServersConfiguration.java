package dev.sentiment4j.examples.dashboard.wiring;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.examples.dashboard.DashboardProperties;
import dev.sentiment4j.postgres.PostgresPool;
import dev.sentiment4j.redis.RedisOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where Redis and PostgreSQL are; the starter makes sources, sinks and queries over these beans. */
@Configuration(proxyBeanMethods = false)
class ServersConfiguration {
    private static final int CONNECTIONS = 12;

    @Bean
    Servers servers(DashboardProperties properties) {
        return Servers.open(properties);
    }

    @Bean
    RedisOptions redisOptions(Servers servers) {
        return RedisOptions.of(servers.redisUrl());
    }

    /** For limits and alerts; the connectors have connections of their own. */
    @Bean(destroyMethod = "shutdown")
    RedisClient redisClient(Servers servers) {
        RedisURI uri = RedisURI.create(servers.redisUrl());
        uri.setTimeout(Duration.ofSeconds(5));
        return RedisClient.create(uri);
    }

    @Bean
    HikariDataSource dataSource(Servers servers, DashboardProperties properties) {
        return PostgresPool.to(servers.jdbcUrl())
                .user(properties.jdbcUser())
                .password(properties.jdbcPassword())
                .size(CONNECTIONS)
                .connectionTimeout(Duration.ofSeconds(3))
                .applicationName("live-dashboard")
                .open();
    }
}
