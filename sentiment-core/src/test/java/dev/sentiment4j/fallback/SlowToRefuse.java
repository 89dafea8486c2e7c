package dev.sentiment4j.fallback;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Takes some of the test's time before it refuses, as an analyzer that waits for room does. */
record SlowToRefuse(StepAnalyzer inner, AtomicLong millis, long takes) implements SentimentAnalyzer {
    @Override
    public SentimentResult analyze(String text, AnalysisOptions options) {
        millis.addAndGet(takes);
        throw StepAnalyzer.full();
    }

    @Override
    public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
        millis.addAndGet(takes);
        return CompletableFuture.failedFuture(StepAnalyzer.full());
    }

    @Override
    public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
        return inner.analyzeAll(texts, options);
    }

    @Override
    public AnalyzerInfo info() {
        return inner.info();
    }

    @Override
    public void close() {
        inner.close();
    }
}
