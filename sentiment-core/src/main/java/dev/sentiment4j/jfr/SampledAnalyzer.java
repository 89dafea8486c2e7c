package dev.sentiment4j.jfr;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An analyzer whose load is sampled until it is closed. As thread-safe as what it wraps. */
final class SampledAnalyzer implements SentimentAnalyzer {
    private final SentimentAnalyzer delegate;
    private final LoadSampler sampler;

    SampledAnalyzer(SentimentAnalyzer delegate) {
        this.delegate = delegate;
        this.sampler = new LoadSampler(delegate.info().name(), new WeakReference<>(delegate));
        sampler.start();
    }

    @Override
    public SentimentResult analyze(String text, AnalysisOptions options) {
        return delegate.analyze(text, options);
    }

    @Override
    public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
        return delegate.analyzeAsync(text, options);
    }

    @Override
    public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
        return delegate.analyzeAll(texts, options);
    }

    @Override
    public AnalyzerInfo info() {
        return delegate.info();
    }

    @Override
    public AnalyzerLoad load() {
        return delegate.load();
    }

    @Override
    public void close() {
        try {
            delegate.close();
        } finally {
            sampler.stop();
        }
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
