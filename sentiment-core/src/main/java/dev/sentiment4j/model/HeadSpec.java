package dev.sentiment4j.model;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.SentimentLabel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One question that a model answers: which graph output holds its logits, what they are called, and how they become
 * probabilities. Immutable and thread-safe.
 *
 * <p>Softmax of logits z at temperature T: {@code exp((z_i - max z) / T) / sum_j exp((z_j - max z) / T)} (Guo et al.,
 * 2017, for the temperature); sigmoid: {@code 1 / (1 + exp(-z_i / T))}.
 */
public final class HeadSpec {
    /** The name of the head that becomes {@link dev.sentiment4j.SentimentResult#label()}. */
    public static final String SENTIMENT = "sentiment";

    /** How logits become probabilities. */
    public enum Activation {
        /** Labels exclude each other. */
        SOFTMAX,
        /** Labels are independent. */
        SIGMOID
    }

    /**
     * What a label of the sentiment head means.
     *
     * @param label the sentiment that its probability counts for
     * @param value its share of the score, -1 to 1
     */
    public record Meaning(SentimentLabel label, double value) {
        public Meaning {
            Objects.requireNonNull(label, "label");
        }

        /** A plain negative (-1), neutral (0) or positive (1) label. */
        public static Meaning of(SentimentLabel label) {
            return new Meaning(
                    label,
                    switch (label) {
                        case NEGATIVE -> -1;
                        case NEUTRAL -> 0;
                        case POSITIVE -> 1;
                    });
        }
    }

    private final String name;
    private final String output;
    private final Activation activation;
    private final List<String> labels;
    private final double temperature;
    private final Map<String, Double> thresholds;
    private final Map<String, Meaning> meanings;

    private HeadSpec(Builder b) {
        this.name = b.name;
        this.output = b.output;
        this.activation = b.activation;
        this.labels = List.copyOf(b.labels);
        this.temperature = b.temperature;
        this.thresholds = Map.copyOf(b.thresholds);
        this.meanings = Collections.unmodifiableMap(new LinkedHashMap<>(b.meanings));
    }

    /**
     * Starts a head.
     *
     * @param name such as "sentiment", "emotion"
     * @param labels in the order of the logits
     */
    public static Builder builder(String name, List<String> labels) {
        return new Builder(name, labels);
    }

    /** The head's name in results. */
    public String name() {
        return name;
    }

    /** The graph output that holds its logits. */
    public String output() {
        return output;
    }

    /** How its logits become probabilities. */
    public Activation activation() {
        return activation;
    }

    /** The labels in the order of the logits. */
    public List<String> labels() {
        return labels;
    }

    /** Divides the logits before the activation; 1 leaves them as they are. */
    public double temperature() {
        return temperature;
    }

    /** The probability from which a label of an independent head applies; 0.5 unless the model says otherwise. */
    public double threshold(String label) {
        return thresholds.getOrDefault(label, 0.5);
    }

    /** What each label means as a sentiment; empty unless this is the sentiment head. */
    public Map<String, Meaning> meanings() {
        return meanings;
    }

    /** Whether this head gives the sentiment. */
    public boolean isSentiment() {
        return name.equals(SENTIMENT);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof HeadSpec h
                && name.equals(h.name)
                && output.equals(h.output)
                && activation == h.activation
                && labels.equals(h.labels)
                && temperature == h.temperature
                && thresholds.equals(h.thresholds)
                && meanings.equals(h.meanings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, output, activation, labels, temperature, thresholds, meanings);
    }

    @Override
    public String toString() {
        return name + labels;
    }

    /** Collects a head. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final List<String> labels;
        private String output;
        private Activation activation = Activation.SOFTMAX;
        private double temperature = 1;
        private final Map<String, Double> thresholds = new LinkedHashMap<>();
        private final Map<String, Meaning> meanings = new LinkedHashMap<>();

        private Builder(String name, List<String> labels) {
            this.name = Objects.requireNonNull(name, "name");
            this.labels = List.copyOf(labels);
            this.output = name;
        }

        /** The graph output; by default the head's name. */
        public Builder output(String output) {
            this.output = Objects.requireNonNull(output, "output");
            return this;
        }

        /** By default softmax. */
        public Builder activation(Activation activation) {
            this.activation = Objects.requireNonNull(activation, "activation");
            return this;
        }

        /** By default 1. */
        public Builder temperature(double temperature) {
            this.temperature = temperature;
            return this;
        }

        /** The threshold of every label that has none of its own; by default 0.5. */
        public Builder threshold(double threshold) {
            labels.forEach(label -> thresholds.putIfAbsent(label, threshold));
            return this;
        }

        /** The threshold of one label. */
        public Builder threshold(String label, double threshold) {
            thresholds.put(Objects.requireNonNull(label, "label"), threshold);
            return this;
        }

        /**
         * What a label means as a sentiment. Labels of usual names need none, in any case: negative, neutral and
         * positive, neg, neu and pos, "1 star" to "5 stars", and very negative to very positive.
         */
        public Builder meaning(String label, Meaning meaning) {
            meanings.put(Objects.requireNonNull(label, "label"), Objects.requireNonNull(meaning, "meaning"));
            return this;
        }

        /**
         * The head.
         *
         * @throws InvalidOptionsException listing everything wrong with it
         */
        public HeadSpec build() {
            List<String> problems = new ArrayList<>();
            if (name.isBlank()) {
                problems.add("name = '" + name + "': must not be blank");
            }
            if (labels.isEmpty() || new HashSet<>(labels).size() != labels.size()) {
                problems.add("labels = " + labels + ": needs at least one, each once");
            }
            if (labels.stream().anyMatch(String::isBlank)) {
                problems.add("labels = " + labels + ": none may be blank");
            }
            if (output.isBlank()) {
                problems.add("output = '" + output + "': must not be blank");
            }
            if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
                problems.add("temperature = " + temperature + ": must be positive and finite");
            }
            thresholds.forEach((label, t) -> {
                if (!(t >= 0 && t <= 1)) {
                    problems.add("threshold of '" + label + "' = " + t + ": must lie in [0, 1]");
                }
                if (!labels.contains(label)) {
                    problems.add("threshold of '" + label + "': there is no such label in " + labels);
                }
            });
            if (name.equals(SENTIMENT)) {
                LabelSets.meanings(labels).forEach(meanings::putIfAbsent);
                List<String> unknown =
                        labels.stream().filter(l -> !meanings.containsKey(l)).toList();
                if (!unknown.isEmpty()) {
                    problems.add(
                            "labels " + unknown
                                    + ": say what each means as a sentiment (negative, neutral or positive); see docs/models.md");
                }
                if (activation == Activation.SIGMOID && labels.size() > 1) {
                    problems.add("activation = sigmoid: the sentiment labels exclude each other, use softmax");
                }
            } else if (!meanings.isEmpty()) {
                problems.add("meanings = " + meanings.keySet() + ": only the head '" + SENTIMENT + "' has them");
            }
            meanings.forEach((label, m) -> {
                if (!(m.value() >= -1 && m.value() <= 1)) {
                    problems.add("value of '" + label + "' = " + m.value() + ": must lie in [-1, 1]");
                }
                if (!labels.contains(label)) {
                    problems.add("meaning of '" + label + "': there is no such label in " + labels);
                }
            });
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("head '" + name + "'", problems);
            }
            return new HeadSpec(this);
        }
    }
}
