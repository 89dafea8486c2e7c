package dev.sentiment4j.churn;

import dev.sentiment4j.InvalidOptionsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** How much each part of a churn risk weighs, and which words are cues. Immutable and thread-safe. */
public final class ChurnOptions {
    private static final ChurnOptions DEFAULTS = builder().build();

    private final Map<ChurnPart, Double> weights;
    private final Map<String, List<ChurnCue>> cues;

    private ChurnOptions(Builder b) {
        this.weights = Collections.unmodifiableMap(new EnumMap<>(b.weights));
        this.cues = Collections.unmodifiableMap(new LinkedHashMap<>(b.cues));
    }

    public static ChurnOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The cues for English that this library brings. */
    public static List<ChurnCue> englishCues() {
        try (InputStream in = ChurnOptions.class.getResourceAsStream("cues-en.tsv")) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks cues-en.tsv; it was repackaged without resources");
            }
            List<ChurnCue> cues = new ArrayList<>();
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    int tab = line.indexOf('\t');
                    cues.add(new ChurnCue(Double.parseDouble(line.substring(0, tab)), line.substring(tab + 1)));
                }
            }
            return List.copyOf(cues);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The most that a part can bring the risk to by itself; default 0.3 for {@link ChurnPart#SENTIMENT}, 0.15 for
     * {@link ChurnPart#EMOTION}, 0.1 for {@link ChurnPart#TOXICITY}, 0.7 for {@link ChurnPart#CUES}: without a cue the
     * risk stays below a half, however angry the post is.
     */
    public double weight(ChurnPart part) {
        return Objects.requireNonNull(weights.get(part));
    }

    /** Cues by language, such as "en"; default those of {@link #englishCues()}. */
    public Map<String, List<ChurnCue>> cues() {
        return cues;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ChurnOptions other && weights.equals(other.weights) && cues.equals(other.cues);
    }

    @Override
    public int hashCode() {
        return Objects.hash(weights, cues);
    }

    @Override
    public String toString() {
        return "ChurnOptions[weights=" + weights + ", languages=" + cues.keySet() + "]";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final Map<ChurnPart, Double> weights = new EnumMap<>(Map.of(
                ChurnPart.SENTIMENT, 0.3, ChurnPart.EMOTION, 0.15, ChurnPart.TOXICITY, 0.1, ChurnPart.CUES, 0.7));
        private final Map<String, List<ChurnCue>> cues = new LinkedHashMap<>(Map.of("en", englishCues()));

        private Builder() {}

        /** 0 to 1; 0 leaves a part out. */
        public Builder weight(ChurnPart part, double weight) {
            weights.put(Objects.requireNonNull(part, "part"), weight);
            return this;
        }

        /** Replaces the cues of a language. */
        public Builder cues(String language, Collection<ChurnCue> cues) {
            this.cues.put(language.toLowerCase(Locale.ROOT), List.copyOf(cues));
            return this;
        }

        /**
         * The options.
         *
         * @throws InvalidOptionsException listing every value that cannot work
         */
        public ChurnOptions build() {
            List<String> problems = new ArrayList<>();
            weights.forEach((part, weight) -> {
                if (!(weight >= 0 && weight <= 1)) {
                    problems.add("weight of " + part + " = " + weight + ": must be in [0, 1]");
                }
            });
            for (String language : cues.keySet()) {
                if (!language.matches("[a-z]{2,8}")) {
                    problems.add("cues: a language must be two to eight letters, such as en");
                }
            }
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("churn options", problems);
            }
            return new ChurnOptions(this);
        }
    }
}
