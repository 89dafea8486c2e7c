package dev.sentiment4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The answer of one head: a probability for every label, in the model's own label order. Immutable and thread-safe.
 *
 * <p>Of an exclusive head (softmax) the probabilities sum to one and {@link #labels()} holds the most probable label.
 * Of a head whose labels are independent (sigmoid), each probability stands alone and {@link #labels()} holds every
 * label at or above its threshold, possibly none.
 */
public final class Classification {
    private final boolean exclusive;
    private final Map<String, Double> probabilities;
    private final String label;
    private final List<String> labels;

    private Classification(boolean exclusive, Map<String, Double> probabilities, List<String> labels) {
        if (probabilities.isEmpty()) {
            throw new IllegalArgumentException("a classification needs at least one label");
        }
        this.exclusive = exclusive;
        this.probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
        this.label = Collections.max(this.probabilities.entrySet(), Map.Entry.comparingByValue())
                .getKey();
        this.labels = exclusive ? List.of(label) : List.copyOf(labels);
    }

    /** Of labels that exclude each other; the probabilities should sum to one. */
    public static Classification exclusive(Map<String, Double> probabilities) {
        return new Classification(true, probabilities, List.of());
    }

    /**
     * Of labels that are independent of each other.
     *
     * @param labels those that apply, that is, reach their thresholds
     */
    public static Classification independent(Map<String, Double> probabilities, List<String> labels) {
        return new Classification(false, probabilities, labels);
    }

    /** Whether exactly one label applies (softmax) rather than any number of them (sigmoid). */
    public boolean isExclusive() {
        return exclusive;
    }

    /**
     * The most probable label; the first of equals. Of an independent head it may lie below its threshold, see
     * {@link #labels()}.
     */
    public String label() {
        return label;
    }

    /** The labels that apply. */
    public List<String> labels() {
        return labels;
    }

    /** The probability of {@link #label()}, 0 to 1. */
    public double probability() {
        return Objects.requireNonNull(probabilities.get(label));
    }

    /**
     * The probability of a label, 0 to 1.
     *
     * @throws IllegalArgumentException if the head has no such label; the message lists those it has
     */
    public double probability(String label) {
        Double p = probabilities.get(Objects.requireNonNull(label, "label"));
        if (p == null) {
            throw new IllegalArgumentException("no label '" + label + "'; there are " + probabilities.keySet());
        }
        return p;
    }

    /** Every label with its probability, in the model's order; unmodifiable. */
    public Map<String, Double> probabilities() {
        return probabilities;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Classification c
                && exclusive == c.exclusive
                && labels.equals(c.labels)
                && probabilities.equals(c.probabilities);
    }

    @Override
    public int hashCode() {
        return Objects.hash(exclusive, labels, probabilities);
    }

    @Override
    public String toString() {
        return label + " " + probabilities;
    }
}
