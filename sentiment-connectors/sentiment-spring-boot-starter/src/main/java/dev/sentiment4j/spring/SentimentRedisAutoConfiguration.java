package dev.sentiment4j.spring;

import dev.sentiment4j.cache.ResultCache;
import dev.sentiment4j.redis.RedisDeadLetters;
import dev.sentiment4j.redis.RedisLiveCounters;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisPostCodec;
import dev.sentiment4j.redis.RedisResultCache;
import dev.sentiment4j.redis.RedisStreamSink;
import dev.sentiment4j.redis.RedisStreamSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

/**
 * Source, sinks, dead letters and cache in Redis, each where its property is set. What belongs to one pipeline has
 * prototype scope.
 */
@AutoConfiguration(before = {SentimentAnalyzerAutoConfiguration.class, SentimentPipelineAutoConfiguration.class})
@ConditionalOnClass(RedisStreamSource.class)
@EnableConfigurationProperties(RedisProperties.class)
public final class SentimentRedisAutoConfiguration {
    SentimentRedisAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    RedisOptions sentimentRedisOptions(RedisProperties properties) {
        return RedisSettings.options(properties);
    }

    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty("sentiment.redis.source.enabled")
    RedisStreamSource redisPostSource(
            RedisOptions redis, RedisProperties properties, ObjectProvider<RedisPostCodec> codec) {
        return new RedisStreamSource(redis, RedisSettings.source(properties.source(), codec.getIfUnique()));
    }

    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty("sentiment.redis.sink.enabled")
    RedisStreamSink redisPostSink(
            RedisOptions redis, RedisProperties properties, ObjectProvider<RedisPostCodec> codec) {
        return new RedisStreamSink(redis, RedisSettings.sink(properties.sink(), codec.getIfUnique()));
    }

    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty("sentiment.redis.counters.enabled")
    RedisLiveCounters redisLiveCounters(RedisOptions redis, RedisProperties properties) {
        return new RedisLiveCounters(redis, properties.counters().timeToLive());
    }

    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty("sentiment.redis.dead-letters.enabled")
    RedisDeadLetters redisDeadLetters(RedisOptions redis, RedisProperties properties) {
        return new RedisDeadLetters(redis, RedisSettings.deadLetters(properties.deadLetters()));
    }

    @Bean
    @ConditionalOnMissingBean(ResultCache.class)
    @ConditionalOnBooleanProperty("sentiment.redis.cache.enabled")
    RedisResultCache redisResultCache(RedisOptions redis, RedisProperties properties) {
        return new RedisResultCache(
                redis, properties.cache().timeToLive(), properties.cache().patience());
    }
}
