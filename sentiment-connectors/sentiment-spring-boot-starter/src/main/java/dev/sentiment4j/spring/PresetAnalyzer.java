package dev.sentiment4j.spring;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** An analyzer whose calls without options have those of the properties; calls with options keep theirs. */
final class PresetAnalyzer implements SentimentAnalyzer {
    private final SentimentAnalyzer analyzer;
    private final AnalysisOptions preset;

    PresetAnalyzer(SentimentAnalyzer analyzer, AnalysisOptions preset) {
        this.analyzer = analyzer;
        this.preset = preset;
    }

    @Override
    public SentimentResult analyze(String text) {
        return analyzer.analyze(text, preset);
    }

    @Override
    public SentimentResult analyze(String text, AnalysisOptions options) {
        return analyzer.analyze(text, options);
    }

    @Override
    public CompletableFuture<SentimentResult> analyzeAsync(String text) {
        return analyzer.analyzeAsync(text, preset);
    }

    @Override
    public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
        return analyzer.analyzeAsync(text, options);
    }

    @Override
    public List<AnalysisOutcome> analyzeAll(List<String> texts) {
        return analyzer.analyzeAll(texts, preset);
    }

    @Override
    public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
        return analyzer.analyzeAll(texts, options);
    }

    @Override
    public Stream<AnalysisOutcome> analyzeStream(Iterator<String> texts) {
        return analyzer.analyzeStream(texts, preset);
    }

    @Override
    public Stream<AnalysisOutcome> analyzeStream(Iterator<String> texts, AnalysisOptions options) {
        return analyzer.analyzeStream(texts, options);
    }

    @Override
    public Stream<AnalysisOutcome> analyzeStream(Stream<String> texts) {
        return analyzer.analyzeStream(texts, preset);
    }

    @Override
    public Stream<AnalysisOutcome> analyzeStream(Stream<String> texts, AnalysisOptions options) {
        return analyzer.analyzeStream(texts, options);
    }

    @Override
    public AnalyzerInfo info() {
        return analyzer.info();
    }

    @Override
    public AnalyzerLoad load() {
        return analyzer.load();
    }

    @Override
    public void close() {
        analyzer.close();
    }

    @Override
    public String toString() {
        return analyzer + " with " + preset;
    }
}
