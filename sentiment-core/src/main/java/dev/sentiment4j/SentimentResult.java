package dev.sentiment4j;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the model says about one text, and the truth about what it saw of it. Immutable and thread-safe.
 *
 * <p>What a model does not offer is absent, never invented: a model without a sentiment head gives results whose
 * {@link #hasSentiment()} is false, and {@link #toxicity()} is empty unless the model has a head of that name.
 */
public final class SentimentResult {
    private final @Nullable Sentiment sentiment;
    private final Map<String, Classification> heads;
    private final InputInfo input;
    private final ModelInfo model;
    private final String backend;
    private final String device;
    private final @Nullable Degradation degradation;

    private SentimentResult(Builder b) {
        this.sentiment = b.sentiment;
        this.heads = Collections.unmodifiableMap(new LinkedHashMap<>(b.heads));
        this.input = b.input;
        this.model = b.model;
        this.backend = b.backend;
        this.device = b.device;
        this.degradation = b.degradation;
    }

    /** The sentiment head folded to our three labels. */
    private record Sentiment(
            SentimentLabel label, double score, double confidence, Map<SentimentLabel, Double> probabilities) {}

    /** Starts a result; for decorators, fakes and tests, since analyzers build their own. */
    public static Builder builder(ModelInfo model) {
        return new Builder(model);
    }

    /** Whether the model has a sentiment head and the caller asked for it. */
    public boolean hasSentiment() {
        return sentiment != null;
    }

    /**
     * The most probable sentiment.
     *
     * @throws IllegalStateException if {@link #hasSentiment()} is false; the message names the heads there are
     */
    public SentimentLabel label() {
        return sentiment().label();
    }

    /**
     * How the author feels, from -1 (negative) to 1 (positive): p(positive) - p(negative), or the mean of the labels'
     * values where the model grades more finely (star ratings).
     *
     * @throws IllegalStateException if {@link #hasSentiment()} is false
     */
    public double score() {
        return sentiment().score();
    }

    /**
     * The probability of {@link #label()}, 0 to 1.
     *
     * @throws IllegalStateException if {@link #hasSentiment()} is false
     */
    public double confidence() {
        return sentiment().confidence();
    }

    /**
     * The probability of each sentiment that the model knows, in the order of {@link SentimentLabel}; a model without a
     * neutral class has no such key. Unmodifiable.
     *
     * @throws IllegalStateException if {@link #hasSentiment()} is false
     */
    public Map<SentimentLabel, Double> probabilities() {
        return sentiment().probabilities();
    }

    /** Every further head by name ("emotion", "toxicity", ...), in the model's order; unmodifiable. */
    public Map<String, Classification> heads() {
        return heads;
    }

    /** The head of that name, or empty when the model has none or the caller did not ask for it. */
    public Optional<Classification> head(String name) {
        return Optional.ofNullable(heads.get(Objects.requireNonNull(name, "name")));
    }

    /** The head "emotion". */
    public Optional<Classification> emotion() {
        return head("emotion");
    }

    /**
     * The probability that the text is toxic, 0 to 1: that of label "toxic" of head "toxicity", or of its first label.
     */
    public OptionalDouble toxicity() {
        Classification c = heads.get("toxicity");
        if (c == null) {
            return OptionalDouble.empty();
        }
        Double toxic = c.probabilities().get("toxic");
        return OptionalDouble.of(
                toxic != null ? toxic : c.probabilities().values().iterator().next());
    }

    /**
     * This result with these heads alone.
     *
     * @param names heads to keep, "sentiment" among them to keep the sentiment; empty for all
     */
    public SentimentResult onlyHeads(Collection<String> names) {
        if (names.isEmpty() || (hasSentiment() && names.contains("sentiment") && names.containsAll(heads.keySet()))) {
            return this;
        }
        Builder b = new Builder(model).input(input).engine(backend, device);
        b.degradation = degradation;
        if (names.contains("sentiment")) {
            b.sentiment = sentiment;
        }
        heads.forEach((name, head) -> {
            if (names.contains(name)) {
                b.head(name, head);
            }
        });
        return b.build();
    }

    /** What the model saw of the text. */
    public InputInfo input() {
        return input;
    }

    /** Which model answered. */
    public ModelInfo model() {
        return model;
    }

    /** The name of the backend that ran the model, such as "onnx". */
    public String backend() {
        return backend;
    }

    /** The device that the model really ran on, such as "cpu" or "cuda:0". */
    public String device() {
        return device;
    }

    /** Why a cheaper analyzer answered than the one that was asked; empty when the one that was asked answered. */
    public Optional<Degradation> degradation() {
        return Optional.ofNullable(degradation);
    }

    /** This result, marked as one that stands in for a better one. */
    public SentimentResult withDegradation(Degradation degradation) {
        Builder b = new Builder(model).input(input).engine(backend, device);
        b.sentiment = sentiment;
        b.heads.putAll(heads);
        b.degradation = Objects.requireNonNull(degradation, "degradation");
        return b.build();
    }

    private Sentiment sentiment() {
        if (sentiment == null) {
            throw new IllegalStateException("the result of model " + model + " has no sentiment, only the heads "
                    + heads.keySet() + "; read head(name), or analyze with a model that has a sentiment head");
        }
        return sentiment;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SentimentResult r
                && Objects.equals(sentiment, r.sentiment)
                && heads.equals(r.heads)
                && input.equals(r.input)
                && model.equals(r.model)
                && backend.equals(r.backend)
                && device.equals(r.device)
                && Objects.equals(degradation, r.degradation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sentiment, heads, input, model, backend, device, degradation);
    }

    /** One line for people: label, score, confidence and the heads; never the text. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("SentimentResult[");
        if (sentiment != null) {
            s.append(String.format(
                    Locale.ROOT,
                    "%s score=%+.3f confidence=%.3f ",
                    sentiment.label().id(),
                    sentiment.score(),
                    sentiment.confidence()));
        }
        heads.forEach(
                (name, c) -> s.append(String.format(Locale.ROOT, "%s=%s(%.3f) ", name, c.label(), c.probability())));
        s.append("tokens=").append(input.tokens());
        if (input.tokensCut() > 0) {
            s.append(" tokensCut=").append(input.tokensCut());
        }
        s.append(" model=").append(model);
        if (degradation != null) {
            s.append(" instead of ")
                    .append(degradation.preferred())
                    .append(" (")
                    .append(degradation.reason())
                    .append(')');
        }
        return s.append(']').toString();
    }

    /** Collects a result. Not thread-safe. */
    public static final class Builder {
        private final ModelInfo model;
        private final Map<String, Classification> heads = new LinkedHashMap<>();
        private @Nullable Sentiment sentiment;
        private InputInfo input = new InputInfo(0, 0, 1, "none/1");
        private String backend = "none";
        private String device = "none";
        private @Nullable Degradation degradation;

        private Builder(ModelInfo model) {
            this.model = Objects.requireNonNull(model, "model");
        }

        /**
         * The sentiment. The label is the most probable one (the first of equals), the confidence its probability.
         *
         * @param probabilities of at least one label, each 0 to 1
         * @param score -1 to 1
         * @throws IllegalArgumentException if a number is out of its range
         */
        public Builder sentiment(Map<SentimentLabel, Double> probabilities, double score) {
            if (probabilities.isEmpty() || !(score >= -1 && score <= 1)) {
                throw new IllegalArgumentException(
                        "a sentiment needs probabilities and a score in [-1, 1], not " + probabilities + ", " + score);
            }
            Map<SentimentLabel, Double> ordered = new EnumMap<>(probabilities);
            if (!ordered.values().stream().allMatch(p -> p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("probabilities outside [0, 1]: " + probabilities);
            }
            Map.Entry<SentimentLabel, Double> top = Collections.max(ordered.entrySet(), Map.Entry.comparingByValue());
            this.sentiment = new Sentiment(top.getKey(), score, top.getValue(), Collections.unmodifiableMap(ordered));
            return this;
        }

        /** Like {@link #sentiment(Map, double)} with the score p(positive) - p(negative). */
        public Builder sentiment(Map<SentimentLabel, Double> probabilities) {
            double score = probabilities.getOrDefault(SentimentLabel.POSITIVE, 0.0)
                    - probabilities.getOrDefault(SentimentLabel.NEGATIVE, 0.0);
            return sentiment(probabilities, score);
        }

        /** Adds a further head. */
        public Builder head(String name, Classification classification) {
            heads.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(classification, "classification"));
            return this;
        }

        public Builder input(InputInfo input) {
            this.input = Objects.requireNonNull(input, "input");
            return this;
        }

        /** Which engine answered, and on which device. */
        public Builder engine(String backend, String device) {
            this.backend = Objects.requireNonNull(backend, "backend");
            this.device = Objects.requireNonNull(device, "device");
            return this;
        }

        public SentimentResult build() {
            return new SentimentResult(this);
        }
    }
}
