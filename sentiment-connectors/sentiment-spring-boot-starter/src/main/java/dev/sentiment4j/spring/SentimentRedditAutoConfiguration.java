package dev.sentiment4j.spring;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.reddit.RedditClient;
import dev.sentiment4j.reddit.RedditSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

/** Posts and comments from Reddit, where its properties say so. */
@AutoConfiguration(
        before = SentimentPipelineAutoConfiguration.class,
        after = SentimentCheckpointsAutoConfiguration.class)
@ConditionalOnClass(RedditSource.class)
@ConditionalOnBooleanProperty("sentiment.reddit.source.enabled")
@EnableConfigurationProperties(RedditProperties.class)
public final class SentimentRedditAutoConfiguration {
    SentimentRedditAutoConfiguration() {}

    /** One for all sources: Reddit counts the requests of a client id together. */
    @Bean
    @ConditionalOnMissingBean
    RedditClient sentimentRedditClient(RedditProperties properties) {
        return new RedditClient(RedditSettings.client(properties));
    }

    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @ConditionalOnMissingBean
    RedditSource redditPostSource(
            RedditClient client, RedditProperties properties, ObjectProvider<CheckpointStore> checkpoints) {
        CheckpointStore store = checkpoints.getIfUnique();
        if (store == null) {
            throw new InvalidOptionsException(
                    "sentiment.reddit",
                    List.of("checkpoints: a store is needed; set sentiment.checkpoints.store, or define one"
                            + " CheckpointStore bean"));
        }
        return new RedditSource(client, RedditSettings.source(properties.source()), store);
    }
}
