package dev.sentiment4j.spring.test;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.Classification;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.spi.BackendInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * An analyzer without a model, which answers what the test says: by default {@link SentimentLabel#NEUTRAL}. It
 * remembers every text that it was asked for. Thread-safe.
 *
 * <pre>{@code
 * analyzer.answer(text -> text.contains("hate"), SentimentLabel.NEGATIVE);
 * }</pre>
 */
public final class FakeSentimentAnalyzer implements SentimentAnalyzer {
    /** The model that its results name. */
    public static final ModelInfo MODEL = new ModelInfo("fake", "1");

    private record Rule(Predicate<String> applies, Function<String, SentimentResult> answer) {}

    private final AnalyzerInfo info;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /**
     * An open one without rules.
     *
     * @param name that of its {@link #info()}
     */
    public FakeSentimentAnalyzer(String name) {
        this.info = new AnalyzerInfo(
                Objects.requireNonNull(name, "name"),
                MODEL,
                "memory",
                List.of(
                        HeadSpec.builder(HeadSpec.SENTIMENT, List.of("negative", "neutral", "positive"))
                                .build(),
                        HeadSpec.builder("emotion", List.of("joy", "anger", "sadness"))
                                .build(),
                        HeadSpec.builder("toxicity", List.of("toxic"))
                                .activation(HeadSpec.Activation.SIGMOID)
                                .build()),
                128,
                LongTextPolicy.truncate(),
                "none/1",
                new BackendInfo("fake", "Fake 1", "cpu", true, List.of()),
                new ThreadPlan(1, 1, 1),
                BatchOptions.defaults(),
                Optional.empty());
    }

    /** A sure result of that label, with all three heads. */
    public static SentimentResult result(SentimentLabel label) {
        return SentimentResult.builder(MODEL)
                .sentiment(Map.of(
                        SentimentLabel.NEGATIVE, share(label, SentimentLabel.NEGATIVE),
                        SentimentLabel.NEUTRAL, share(label, SentimentLabel.NEUTRAL),
                        SentimentLabel.POSITIVE, share(label, SentimentLabel.POSITIVE)))
                .head(
                        "emotion",
                        Classification.exclusive(Map.of(
                                "joy", label == SentimentLabel.POSITIVE ? 0.75 : 0.125,
                                "anger", label == SentimentLabel.NEGATIVE ? 0.75 : 0.125,
                                "sadness", label == SentimentLabel.NEUTRAL ? 0.75 : 0.125)))
                .head("toxicity", Classification.independent(Map.of("toxic", 0.125), List.of()))
                .engine("fake", "cpu")
                .build();
    }

    private static double share(SentimentLabel label, SentimentLabel of) {
        return label == of ? 0.75 : 0.125;
    }

    /** Texts for which this holds get that label, from now on; of several rules the last one that applies. */
    public FakeSentimentAnalyzer answer(Predicate<String> applies, SentimentLabel label) {
        SentimentResult result = result(label);
        return answer(applies, text -> result);
    }

    /**
     * Texts for which this holds get that answer.
     *
     * @param answer may throw a {@link SentimentException}, such as one that says that the analyzer is overloaded
     */
    public FakeSentimentAnalyzer answer(Predicate<String> applies, Function<String, SentimentResult> answer) {
        rules.add(0, new Rule(Objects.requireNonNull(applies, "applies"), Objects.requireNonNull(answer, "answer")));
        return this;
    }

    /** Forgets rules and texts. */
    public void reset() {
        rules.clear();
        texts.clear();
    }

    /** The texts that it was asked for, in the order in which they came. */
    public List<String> texts() {
        return List.copyOf(texts);
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public SentimentResult analyze(String text, AnalysisOptions options) {
        Objects.requireNonNull(text, "text");
        info.checkHeads(options.heads());
        if (closed) {
            throw new AnalyzerClosedException("the fake analyzer '" + info.name() + "' is closed");
        }
        texts.add(text);
        for (Rule rule : rules) {
            if (rule.applies.test(text)) {
                return rule.answer.apply(text);
            }
        }
        return result(SentimentLabel.NEUTRAL);
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
    public List<AnalysisOutcome> analyzeAll(List<String> all, AnalysisOptions options) {
        info.checkHeads(options.heads());
        all.forEach(text -> Objects.requireNonNull(text, "text"));
        List<AnalysisOutcome> outcomes = new ArrayList<>(all.size());
        for (String text : all) {
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
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "FakeSentimentAnalyzer[" + info.name() + "]";
    }
}
