package dev.sentiment4j.spring;

import dev.sentiment4j.SentimentAnalyzerBuilder;

/**
 * Changes analyzers before they are built, beyond what properties can say: an engine or tokenizer of one's own, a text
 * profile, a listener, an executor. Beans of this type are called in their order, after the properties.
 */
@FunctionalInterface
public interface SentimentAnalyzerBuilderCustomizer {
    /**
     * Changes one analyzer.
     *
     * @param name "sentiment" for that of {@code sentiment.analyzer}, else its key in {@code sentiment.analyzers}
     */
    void customize(String name, SentimentAnalyzerBuilder builder);
}
