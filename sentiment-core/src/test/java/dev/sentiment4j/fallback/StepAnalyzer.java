package dev.sentiment4j.fallback;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.Classification;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.spi.BackendInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A step whose load and failures the test chooses. Thread-safe. */
final class StepAnalyzer implements SentimentAnalyzer {
    final List<AnalysisOptions> asked = new CopyOnWriteArrayList<>();
    final List<CompletableFuture<SentimentResult>> pending = new CopyOnWriteArrayList<>();
    volatile AnalyzerLoad load = AnalyzerLoad.NONE;
    volatile RuntimeException failure;
    /** Whether futures are left for the test to complete. */
    volatile boolean lazy;
    /** Whether futures take no notice when they are cancelled, as those of some decorators do. */
    volatile boolean deafToCancelling;

    volatile int closes;
    volatile RuntimeException failureOfClose;
    private final AnalyzerInfo info;

    StepAnalyzer(String id, HeadSpec... heads) {
        this.info = new AnalyzerInfo(
                id,
                new ModelInfo(id, "1"),
                "memory",
                List.of(heads),
                64,
                LongTextPolicy.truncate(),
                "none/1",
                new BackendInfo("fake", "Fake 1", "cpu", true, List.of()),
                new ThreadPlan(2, 2, 1),
                BatchOptions.defaults(),
                Optional.empty());
    }

    static StepAnalyzer preferred() {
        return new StepAnalyzer("large", TestAnalyzers.SENTIMENT, TestAnalyzers.EMOTION);
    }

    static StepAnalyzer standIn(String id) {
        return new StepAnalyzer(id, TestAnalyzers.SENTIMENT);
    }

    StepAnalyzer waiting(int millis) {
        load = new AnalyzerLoad(millis, 1024, millis, Duration.ofMillis(millis));
        return this;
    }

    static OverloadedException full() {
        return new OverloadedException("full, says the test", 7, 8, Duration.ZERO);
    }

    /** What this step answers. */
    SentimentResult result(AnalysisOptions options) {
        SentimentResult.Builder b = SentimentResult.builder(info.model())
                .sentiment(Map.of(SentimentLabel.NEGATIVE, 0.1, SentimentLabel.POSITIVE, 0.9));
        if (info.heads().contains(TestAnalyzers.EMOTION)) {
            b.head("emotion", Classification.exclusive(Map.of("joy", 1.0)));
        }
        return b.build().onlyHeads(options.heads());
    }

    @Override
    public SentimentResult analyze(String text, AnalysisOptions options) {
        asked.add(options);
        info.checkHeads(options.heads());
        RuntimeException e = failure;
        if (e != null) {
            throw e;
        }
        return result(options);
    }

    @Override
    public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
        if (lazy) {
            asked.add(options);
            boolean deaf = deafToCancelling;
            CompletableFuture<SentimentResult> future = new CompletableFuture<>() {
                @Override
                public boolean cancel(boolean mayInterruptIfRunning) {
                    return !deaf && super.cancel(mayInterruptIfRunning);
                }
            };
            pending.add(future);
            return future;
        }
        try {
            return CompletableFuture.completedFuture(analyze(text, options));
        } catch (SentimentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
        List<AnalysisOutcome> outcomes = new ArrayList<>();
        for (String text : texts) {
            if (text.startsWith("refuse-" + info.name())) {
                outcomes.add(new AnalysisOutcome.Failure(full()));
                continue;
            }
            try {
                outcomes.add(new AnalysisOutcome.Success(analyze(text, options)));
            } catch (SentimentException e) {
                outcomes.add(new AnalysisOutcome.Failure(e));
            }
        }
        return outcomes;
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
    public void close() {
        closes++;
        if (failureOfClose != null) {
            throw failureOfClose;
        }
    }
}
