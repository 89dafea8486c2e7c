package dev.sentiment4j.spring;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.micrometer.SentimentMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Meters of all analyzers and pipelines, where the application has a registry. */
@AutoConfiguration(
        before = {SentimentAnalyzerAutoConfiguration.class, SentimentPipelineAutoConfiguration.class},
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({SentimentMetrics.class, MeterRegistry.class})
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "sentiment.metrics.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SentimentMetricsProperties.class)
public final class SentimentMetricsAutoConfiguration {
    SentimentMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    SentimentMetrics sentimentMetrics(MeterRegistry registry, SentimentMetricsProperties properties) {
        return properties.histograms()
                ? SentimentMetrics.withHistograms(registry, Tags.empty())
                : new SentimentMetrics(registry);
    }

    @Bean
    SourceMeters sentimentSourceMeters(MeterRegistry registry) {
        return new SourceMeters(registry);
    }

    /** Those that the properties name have the listener; the gauges of the host's own are bound here. */
    @Bean
    SmartInitializingSingleton sentimentMetricsOfOwnAnalyzers(
            SentimentMetrics metrics, ListableBeanFactory beans, AnalyzerWatches watches) {
        return () -> {
            Map<String, SentimentAnalyzer> analyzers = beans.getBeansOfType(SentimentAnalyzer.class);
            analyzers.values().stream()
                    .filter(analyzer -> watches.find(analyzer.info().name()).isEmpty())
                    .forEach(metrics::bind);
        };
    }
}
