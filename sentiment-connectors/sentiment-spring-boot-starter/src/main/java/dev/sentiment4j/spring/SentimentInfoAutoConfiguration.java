package dev.sentiment4j.spring;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** What {@code /actuator/info} says of the analyzers. */
@AutoConfiguration(after = SentimentAnalyzerAutoConfiguration.class)
@ConditionalOnClass({InfoContributor.class, ConditionalOnEnabledInfoContributor.class})
public final class SentimentInfoAutoConfiguration {
    SentimentInfoAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnEnabledInfoContributor("sentiment")
    SentimentInfoContributor sentimentInfoContributor(ListableBeanFactory beans) {
        return new SentimentInfoContributor(beans);
    }
}
