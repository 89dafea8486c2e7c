package dev.sentiment4j.pipeline;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.spi.BackendInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An analyzer without a model: a function answers, or throws. As thread-safe as the function. */
public class ScriptedAnalyzer implements SentimentAnalyzer {
    /** What every call asked for. */
    public final List<AnalysisOptions> asked = new CopyOnWriteArrayList<>();

    private final Function<String, SentimentResult> script;
    private final AnalyzerInfo info;
    private volatile boolean closed;

    public ScriptedAnalyzer(Function<String, SentimentResult> script) {
        this.script = script;
        this.info = new AnalyzerInfo(
                "scripted",
                TestPosts.MODEL,
                "memory",
                List.of(TestAnalyzers.SENTIMENT),
                64,
                LongTextPolicy.truncate(),
                "none/1",
                new BackendInfo("fake", "Fake 1", "cpu", true, List.of()),
                new ThreadPlan(2, 2, 1),
                BatchOptions.defaults(),
                Optional.empty());
    }

    /** One that answers at once: negative if there is "bad" in the text, else positive. */
    public static ScriptedAnalyzer fast() {
        SentimentResult negative = TestPosts.result(SentimentLabel.NEGATIVE);
        SentimentResult positive = TestPosts.result(SentimentLabel.POSITIVE);
        return new ScriptedAnalyzer(text -> text.contains("bad") ? negative : positive);
    }

    @Override
    public SentimentResult analyze(String text, AnalysisOptions options) {
        return script.apply(text);
    }

    @Override
    public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
        try {
            return CompletableFuture.completedFuture(analyze(text, options));
        } catch (SentimentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
        asked.add(options);
        List<AnalysisOutcome> outcomes = new ArrayList<>(texts.size());
        for (String text : texts) {
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

    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
