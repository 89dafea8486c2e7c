package dev.sentiment4j.spring;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.instagram.InstagramClient;
import dev.sentiment4j.instagram.InstagramSource;
import dev.sentiment4j.pipeline.CheckpointStore;
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

/** Media and comments from Instagram, where its properties say so. */
@AutoConfiguration(
        before = SentimentPipelineAutoConfiguration.class,
        after = SentimentCheckpointsAutoConfiguration.class)
@ConditionalOnClass(InstagramSource.class)
@ConditionalOnBooleanProperty("sentiment.instagram.source.enabled")
@EnableConfigurationProperties(InstagramProperties.class)
public final class SentimentInstagramAutoConfiguration {
    SentimentInstagramAutoConfiguration() {}

    /** One for all sources: the platform counts the requests of a user together. */
    @Bean
    @ConditionalOnMissingBean
    InstagramClient sentimentInstagramClient(InstagramProperties properties) {
        return new InstagramClient(InstagramSettings.client(properties));
    }

    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @ConditionalOnMissingBean
    InstagramSource instagramPostSource(
            InstagramClient client, InstagramProperties properties, ObjectProvider<CheckpointStore> checkpoints) {
        CheckpointStore store = checkpoints.getIfUnique();
        if (store == null) {
            throw new InvalidOptionsException(
                    "sentiment.instagram",
                    List.of("checkpoints: a store is needed; set sentiment.checkpoints.store, or define one"
                            + " CheckpointStore bean"));
        }
        return new InstagramSource(client, InstagramSettings.source(properties.source()), store);
    }
}
