package dev.sentiment4j.spring;

import dev.sentiment4j.SentimentAnalyzer;

/**
 * Makes the analyzers that the properties name. A bean of this type takes the place of the library's; the one for tests
 * does.
 */
@FunctionalInterface
public interface SentimentAnalyzerFactory {
    /** The name of the analyzer of {@code sentiment.analyzer}: {@value}. */
    String DEFAULT_NAME = "sentiment";

    /**
     * An open analyzer, which the application context closes.
     *
     * @param name {@value #DEFAULT_NAME}, or a key of {@code sentiment.analyzers}
     */
    SentimentAnalyzer create(String name);
}
