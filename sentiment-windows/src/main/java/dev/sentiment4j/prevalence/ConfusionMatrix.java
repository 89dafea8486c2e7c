package dev.sentiment4j.prevalence;

import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How often a model answers what, for posts whose label is known: counts by true label and answer. Immutable and
 * thread-safe.
 *
 * <p>It describes one model on one kind of posts. It is measured on labelled posts that the model was not trained on,
 * of the kind that is to be corrected: other topics or another platform may be confused in other ways, which no formula
 * can find out.
 */
public final class ConfusionMatrix {
    /** A post that people have labelled. */
    public record Labelled(SentimentLabel label, String text) {
        public Labelled {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(text, "text");
        }
    }

    static final int SIZE = 3;

    private final long[][] counts;

    private ConfusionMatrix(long[][] counts) {
        this.counts = counts;
    }

    /** The place of a label in the counts. */
    static int index(SentimentLabel label) {
        return switch (label) {
            case NEGATIVE -> 0;
            case NEUTRAL -> 1;
            case POSITIVE -> 2;
        };
    }

    /** A builder without counts. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Measures a model on labelled posts. Texts that fail, and results without a sentiment, are left out.
     *
     * @throws IllegalArgumentException if a label has no post that was answered: nothing is known of it then
     */
    public static ConfusionMatrix measure(SentimentAnalyzer analyzer, List<Labelled> posts) {
        List<AnalysisOutcome> outcomes =
                analyzer.analyzeAll(posts.stream().map(Labelled::text).toList());
        Builder builder = builder();
        for (int i = 0; i < posts.size(); i++) {
            SentimentLabel truth = posts.get(i).label();
            outcomes.get(i)
                    .result()
                    .filter(result -> result.hasSentiment())
                    .ifPresent(result -> builder.add(truth, result.label()));
        }
        return builder.build();
    }

    /** How many posts with this label were answered so. */
    public long count(SentimentLabel truth, SentimentLabel answer) {
        return counts[index(truth)][index(answer)];
    }

    /** How many posts with this label were answered. */
    public long count(SentimentLabel truth) {
        return Arrays.stream(counts[index(truth)]).sum();
    }

    /** The share of posts with this label that are answered so: a row of the matrix sums to one. */
    public double rate(SentimentLabel truth, SentimentLabel answer) {
        return (double) count(truth, answer) / count(truth);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ConfusionMatrix m && Arrays.deepEquals(counts, m.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(counts);
    }

    /** The counts, a row for each true label. */
    @Override
    public String toString() {
        return "ConfusionMatrix" + Arrays.deepToString(counts);
    }

    /** Counts answers. Not thread-safe. */
    public static final class Builder {
        private final long[][] counts = new long[SIZE][SIZE];

        private Builder() {}

        /** Counts one post. */
        public Builder add(SentimentLabel truth, SentimentLabel answer) {
            return add(truth, answer, 1);
        }

        /**
         * Counts posts.
         *
         * @throws IllegalArgumentException if there are fewer than none
         */
        public Builder add(SentimentLabel truth, SentimentLabel answer, long posts) {
            if (posts < 0) {
                throw new IllegalArgumentException("posts = " + posts + ": must not be negative");
            }
            counts[index(truth)][index(answer)] += posts;
            return this;
        }

        /** Counts posts by their answers. */
        public Builder add(SentimentLabel truth, Map<SentimentLabel, Long> answers) {
            answers.forEach((answer, posts) -> add(truth, answer, posts));
            return this;
        }

        /**
         * The matrix.
         *
         * @throws IllegalArgumentException naming every label that has no post
         */
        public ConfusionMatrix build() {
            List<String> missing = new ArrayList<>();
            long[][] copy = new long[SIZE][];
            for (SentimentLabel label : SentimentLabel.values()) {
                copy[index(label)] = counts[index(label)].clone();
                if (Arrays.stream(copy[index(label)]).sum() == 0) {
                    missing.add(label.id());
                }
            }
            if (!missing.isEmpty()) {
                throw new IllegalArgumentException(
                        "no labelled post is " + String.join(" or ", missing) + "; add some hundred of each label");
            }
            return new ConfusionMatrix(copy);
        }
    }
}
