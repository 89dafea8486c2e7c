package dev.sentiment4j.examples.analyze.evaluate;

import dev.sentiment4j.SentimentLabel;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts of what people said against what the model said. Recall of a label is the share of its texts that were found,
 * precision the share of its findings that were right, F1 their harmonic mean (0 when both are). The macro figures are
 * plain means over the labels that people used at all.
 */
public final class Confusion {
    /** By gold label, then by the model's. */
    private final Map<SentimentLabel, Map<SentimentLabel, Long>> counts = new EnumMap<>(SentimentLabel.class);

    public void add(SentimentLabel gold, SentimentLabel predicted) {
        counts.computeIfAbsent(gold, g -> new EnumMap<>(SentimentLabel.class)).merge(predicted, 1L, Long::sum);
    }

    /** How many texts of a gold label got a label from the model. */
    public long count(SentimentLabel gold, SentimentLabel predicted) {
        return counts.getOrDefault(gold, Map.of()).getOrDefault(predicted, 0L);
    }

    /** How many texts have a gold label. */
    public long goldCount(SentimentLabel gold) {
        return counts.getOrDefault(gold, Map.of()).values().stream()
                .mapToLong(n -> n)
                .sum();
    }

    /** How many texts the model gave a label. */
    public long predictedCount(SentimentLabel predicted) {
        return counts.values().stream()
                .mapToLong(row -> row.getOrDefault(predicted, 0L))
                .sum();
    }

    public long total() {
        return Arrays.stream(SentimentLabel.values()).mapToLong(this::goldCount).sum();
    }

    /** The labels that people or the model used. */
    public List<SentimentLabel> labels() {
        return Arrays.stream(SentimentLabel.values())
                .filter(label -> goldCount(label) + predictedCount(label) > 0)
                .toList();
    }

    public double accuracy() {
        long right = 0;
        for (SentimentLabel label : SentimentLabel.values()) {
            right += count(label, label);
        }
        return ratio(right, total());
    }

    public double recall(SentimentLabel label) {
        return ratio(count(label, label), goldCount(label));
    }

    public double precision(SentimentLabel label) {
        return ratio(count(label, label), predictedCount(label));
    }

    public double f1(SentimentLabel label) {
        return ratio(2 * count(label, label), goldCount(label) + predictedCount(label));
    }

    public double macroRecall() {
        return goldLabels().stream().mapToDouble(this::recall).average().orElse(0);
    }

    public double macroF1() {
        return goldLabels().stream().mapToDouble(this::f1).average().orElse(0);
    }

    private List<SentimentLabel> goldLabels() {
        return Arrays.stream(SentimentLabel.values())
                .filter(label -> goldCount(label) > 0)
                .toList();
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
