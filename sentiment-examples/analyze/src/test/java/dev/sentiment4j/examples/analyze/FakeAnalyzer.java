package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.Classification;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.InputInfo;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.spi.BackendInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** Reads feelings off single words: good, bad, FAIL; INTERRUPT stands for Ctrl-C. */
public final class FakeAnalyzer implements SentimentAnalyzer {
    public static final ModelInfo MODEL = new ModelInfo("fake", "1");

    public static final HeadSpec SENTIMENT = HeadSpec.builder("sentiment", List.of("negative", "neutral", "positive"))
            .build();
    public static final HeadSpec EMOTION =
            HeadSpec.builder("emotion", List.of("joy", "anger", "neutral")).build();
    public static final HeadSpec TOXICITY = HeadSpec.builder("toxicity", List.of("toxic"))
            .activation(HeadSpec.Activation.SIGMOID)
            .build();
    public static final HeadSpec TOPICS = HeadSpec.builder("topics", List.of("sport", "food", "music"))
            .activation(HeadSpec.Activation.SIGMOID)
            .build();
    public static final List<HeadSpec> HEADS = List.of(SENTIMENT, EMOTION, TOXICITY);

    private final List<HeadSpec> heads;
    final List<Integer> calls = new ArrayList<>();
    boolean closed;

    public FakeAnalyzer() {
        this(HEADS);
    }

    public FakeAnalyzer(List<HeadSpec> heads) {
        this.heads = heads;
    }

    public static AnalyzerInfo info(List<HeadSpec> heads) {
        return new AnalyzerInfo(
                "fake",
                MODEL,
                "memory",
                heads,
                128,
                LongTextPolicy.truncate(),
                "plain/1",
                new BackendInfo("fake", "Fake Engine 1", "cpu", true, List.of()),
                new ThreadPlan(2, 2, 1),
                BatchOptions.defaults(),
                Optional.empty());
    }

    public static SentimentResult result(String text, List<HeadSpec> heads, AnalysisOptions options) {
        SentimentResult.Builder result = SentimentResult.builder(MODEL)
                .input(new InputInfo(text.length(), text.length() > 50 ? text.length() - 50 : 0, 1, "plain/1"))
                .engine("fake", "cpu");
        double good = text.contains("good") ? 0.9 : text.contains("bad") ? 0.05 : 0.2;
        double bad = text.contains("bad") ? 0.9 : 0.05;
        for (HeadSpec head : heads) {
            if (!options.heads().isEmpty() && !options.heads().contains(head.name())) {
                continue;
            }
            if (head.isSentiment()) {
                result.sentiment(Map.of(
                        SentimentLabel.NEGATIVE, bad,
                        SentimentLabel.NEUTRAL, 1 - good - bad,
                        SentimentLabel.POSITIVE, good));
                continue;
            }
            Map<String, Double> p = new LinkedHashMap<>();
            double share = head.labels().size() == 1 ? 0.0123456 : 0.7;
            for (String label : head.labels()) {
                p.put(label, share);
                share /= 3;
            }
            result.head(
                    head.name(),
                    head.activation() == HeadSpec.Activation.SOFTMAX
                            ? Classification.exclusive(p)
                            : Classification.independent(
                                    p,
                                    p.keySet().stream()
                                            .filter(l -> p.get(l) >= 0.2)
                                            .toList()));
        }
        return result.build();
    }

    @Override
    public SentimentResult analyze(String text, AnalysisOptions options) {
        return result(text, heads, options);
    }

    @Override
    public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
        return CompletableFuture.completedFuture(analyze(text, options));
    }

    @Override
    public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
        calls.add(texts.size());
        List<AnalysisOutcome> outcomes = new ArrayList<>();
        for (String text : texts) {
            if (text.contains("INTERRUPT")) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
            outcomes.add(
                    text.contains("FAIL")
                            ? new AnalysisOutcome.Failure(new InferenceException("the engine failed on this text"))
                            : new AnalysisOutcome.Success(analyze(text, options)));
        }
        return outcomes;
    }

    @Override
    public AnalyzerInfo info() {
        return info(heads);
    }

    @Override
    public void close() {
        closed = true;
    }
}
