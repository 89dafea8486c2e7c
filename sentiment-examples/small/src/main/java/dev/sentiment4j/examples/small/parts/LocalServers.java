package dev.sentiment4j.examples.small.parts;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.postgres.PostgresPool;
import dev.sentiment4j.redis.RedisOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import redis.embedded.RedisServer;

/**
 * A Redis and a PostgreSQL for as long as the application runs, as beans that the starter uses. With
 * {@code small.own-servers=false} there are none, and {@code sentiment.redis.url} and {@code sentiment.postgres.url}
 * say where they are.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "small.own-servers", matchIfMissing = true)
public class LocalServers {
    private static final Logger log = LoggerFactory.getLogger(LocalServers.class);

    /** A Redis on a free port; saves nothing. */
    static final class OwnRedis implements AutoCloseable {
        private final RedisServer server;
        private final String url;

        OwnRedis() throws IOException {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            Path data = Files.createTempDirectory("sentiment4j-redis");
            data.toFile().deleteOnExit();
            this.url = "redis://127.0.0.1:" + port;
            this.server = RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("save \"\"")
                    .setting("dir " + data)
                    .build();
            server.start();
            log.info("Redis: {}", url);
        }

        String url() {
            return url;
        }

        @Override
        public void close() throws IOException {
            server.stop();
        }
    }

    @Bean
    OwnRedis ownRedis() throws IOException {
        return new OwnRedis();
    }

    @Bean
    RedisOptions redisOptions(OwnRedis redis) {
        return RedisOptions.of(redis.url());
    }

    @Bean
    EmbeddedPostgres ownPostgres() throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        log.info("PostgreSQL: {}", postgres.getJdbcUrl("postgres", "postgres"));
        return postgres;
    }

    @Bean
    HikariDataSource dataSource(EmbeddedPostgres postgres) {
        return PostgresPool.to(postgres.getJdbcUrl("postgres", "postgres")).open();
    }
}
