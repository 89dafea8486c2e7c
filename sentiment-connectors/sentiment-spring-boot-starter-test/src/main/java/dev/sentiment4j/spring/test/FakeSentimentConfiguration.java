package dev.sentiment4j.spring.test;

import dev.sentiment4j.spring.SentimentAnalyzerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Fakes wherever the properties name an analyzer; the one that is injected where nothing else is asked for by type. */
@Configuration(proxyBeanMethods = false)
final class FakeSentimentConfiguration {
    FakeSentimentConfiguration() {}

    @Bean
    SentimentAnalyzerFactory sentimentAnalyzerFactory() {
        return FakeSentimentAnalyzer::new;
    }

    /** Takes the place of the analyzer of {@code sentiment.analyzer}. */
    @Bean
    FakeSentimentAnalyzer sentimentAnalyzer() {
        return new FakeSentimentAnalyzer(SentimentAnalyzerFactory.DEFAULT_NAME);
    }
}
