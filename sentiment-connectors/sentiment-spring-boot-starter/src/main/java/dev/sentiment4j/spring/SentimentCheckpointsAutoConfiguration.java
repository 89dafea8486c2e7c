package dev.sentiment4j.spring;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.FileCheckpointStore;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.postgres.PostgresCheckpointStore;
import dev.sentiment4j.redis.RedisCheckpointStore;
import dev.sentiment4j.redis.RedisOptions;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The checkpoints that {@code sentiment.checkpoints.store} names, unless the host has a store. */
@AutoConfiguration(after = {SentimentRedisAutoConfiguration.class, SentimentPostgresAutoConfiguration.class})
@EnableConfigurationProperties(CheckpointProperties.class)
public final class SentimentCheckpointsAutoConfiguration {
    private static final String STORE = "sentiment.checkpoints.store";

    SentimentCheckpointsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(CheckpointStore.class)
    @ConditionalOnProperty(name = STORE, havingValue = "memory")
    CheckpointStore memoryCheckpoints() {
        return new InMemoryCheckpointStore();
    }

    @Bean
    @ConditionalOnMissingBean(CheckpointStore.class)
    @ConditionalOnProperty(name = STORE, havingValue = "file")
    CheckpointStore fileCheckpoints(CheckpointProperties properties) {
        Path directory = properties.directory();
        if (directory == null) {
            throw new InvalidOptionsException(
                    "checkpoints", List.of("sentiment.checkpoints.directory: is needed for store = file"));
        }
        return new FileCheckpointStore(directory);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RedisCheckpointStore.class)
    static class Redis {
        @Bean
        @ConditionalOnMissingBean(CheckpointStore.class)
        @ConditionalOnProperty(name = STORE, havingValue = "redis")
        CheckpointStore redisCheckpoints(RedisOptions redis) {
            return new RedisCheckpointStore(redis);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(PostgresCheckpointStore.class)
    static class Postgres {
        @Bean
        @ConditionalOnMissingBean(CheckpointStore.class)
        @ConditionalOnProperty(name = STORE, havingValue = "postgres")
        CheckpointStore postgresCheckpoints(PostgresAccess postgres) {
            return new PostgresCheckpointStore(postgres.dataSource(), postgres.options());
        }
    }
}
