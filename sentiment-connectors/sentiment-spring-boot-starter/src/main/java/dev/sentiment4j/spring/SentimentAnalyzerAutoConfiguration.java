package dev.sentiment4j.spring;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.cache.ResultCache;
import dev.sentiment4j.micrometer.SentimentMetrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The analyzer of {@code sentiment.analyzer}, unless the host has one, and those of {@code sentiment.analyzers}. Which
 * engines and models are on the class path is the library's business, not a condition: what is missing is said at the
 * start.
 */
@AutoConfiguration
@ConditionalOnClass(SentimentAnalyzer.class)
@EnableConfigurationProperties(SentimentProperties.class)
@Import(NamedAnalyzersRegistrar.class)
public final class SentimentAnalyzerAutoConfiguration {
    static final String ANALYZER_BEAN = "sentimentAnalyzer";
    static final String FACTORY_BEAN = "sentimentAnalyzerFactory";

    SentimentAnalyzerAutoConfiguration() {}

    @Bean(ANALYZER_BEAN)
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "sentiment.analyzer.enabled", matchIfMissing = true)
    SentimentAnalyzer sentimentAnalyzer(SentimentAnalyzerFactory factory) {
        return factory.create(SentimentAnalyzerFactory.DEFAULT_NAME);
    }

    @Bean
    AnalyzerWatches sentimentAnalyzerWatches() {
        return new AnalyzerWatches(System::nanoTime);
    }

    @Bean(FACTORY_BEAN)
    @ConditionalOnMissingBean
    SentimentAnalyzerFactory sentimentAnalyzerFactory(
            SentimentProperties properties,
            ObjectProvider<SentimentAnalyzerBuilderCustomizer> customizers,
            ObjectProvider<ResultCache> cache,
            ObjectProvider<SentimentMetrics> metrics,
            AnalyzerWatches watches) {
        return new ConfiguredAnalyzerFactory(properties, customizers, cache, metrics, watches);
    }
}
