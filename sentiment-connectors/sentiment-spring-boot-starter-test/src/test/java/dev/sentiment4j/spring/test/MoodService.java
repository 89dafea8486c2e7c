package dev.sentiment4j.spring.test;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentLabel;

/** Something of an application that uses the analyzer. */
final class MoodService {
    private final SentimentAnalyzer analyzer;

    MoodService(SentimentAnalyzer analyzer) {
        this.analyzer = analyzer;
    }

    boolean needsAPerson(String text) {
        return analyzer.analyze(text).label() == SentimentLabel.NEGATIVE;
    }
}
