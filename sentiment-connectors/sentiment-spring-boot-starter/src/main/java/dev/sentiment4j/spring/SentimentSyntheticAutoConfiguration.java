package dev.sentiment4j.spring;

import dev.sentiment4j.synthetic.SyntheticSource;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

/** Made-up posts, where the properties say so. */
@AutoConfiguration(before = SentimentPipelineAutoConfiguration.class)
@ConditionalOnClass(SyntheticSource.class)
@ConditionalOnBooleanProperty("sentiment.synthetic.source.enabled")
@EnableConfigurationProperties(SyntheticProperties.class)
public final class SentimentSyntheticAutoConfiguration {
    SentimentSyntheticAutoConfiguration() {}

    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @ConditionalOnMissingBean
    SyntheticSource syntheticPostSource(SyntheticProperties properties) {
        return new SyntheticSource(SyntheticSettings.options(properties.source()));
    }
}
