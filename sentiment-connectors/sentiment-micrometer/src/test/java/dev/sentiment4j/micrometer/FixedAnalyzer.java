package dev.sentiment4j.micrometer;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.spi.BackendInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An analyzer with a load of the test's choice, and no answers. */
final class FixedAnalyzer implements SentimentAnalyzer {
    private final AnalyzerInfo info;
    private final AnalyzerLoad load;

    FixedAnalyzer(String name, AnalyzerLoad load) {
        this.info = new AnalyzerInfo(
                name,
                new ModelInfo("fake", "1"),
                "nowhere",
                List.of(TestAnalyzers.SENTIMENT),
                64,
                LongTextPolicy.truncate(),
                "none/1",
                new BackendInfo("fake", "fake 1.0", "cpu", true, List.of()),
                ThreadPlan.of(BatchOptions.defaults().resolved(), 2),
                BatchOptions.defaults().resolved(),
                Optional.empty());
        this.load = load;
    }

    @Override
    public SentimentResult analyze(String text, AnalysisOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AnalyzerInfo info() {
        return info;
    }

    @Override
    public AnalyzerLoad load() {
        return load;
    }

    @Override
    public void close() {}
}
