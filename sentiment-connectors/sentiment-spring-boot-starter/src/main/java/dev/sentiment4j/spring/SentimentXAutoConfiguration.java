package dev.sentiment4j.spring;

import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.x.XClient;
import dev.sentiment4j.x.XFilteredStreamSource;
import dev.sentiment4j.x.XOptions;
import dev.sentiment4j.x.XRecentSearchSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;

/**
 * Posts from X, where its properties say so, with the host's {@link XOptions} if it has them. Places are kept if there
 * is a {@link CheckpointStore}.
 */
@AutoConfiguration(
        before = SentimentPipelineAutoConfiguration.class,
        after = SentimentCheckpointsAutoConfiguration.class)
@ConditionalOnClass(XFilteredStreamSource.class)
@EnableConfigurationProperties(XProperties.class)
@Import({XConfigurations.Ruled.class, XConfigurations.Unruled.class})
public final class SentimentXAutoConfiguration {
    SentimentXAutoConfiguration() {}

    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty("sentiment.x.search.enabled")
    XRecentSearchSource xSearchPostSource(
            ObjectProvider<XOptions> own, XProperties properties, ObjectProvider<CheckpointStore> checkpoints) {
        return new XRecentSearchSource(
                new XClient(XConfigurations.options(own, properties)),
                XSettings.search(properties.search()),
                checkpoints.getIfUnique());
    }
}
