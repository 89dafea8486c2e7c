package dev.sentiment4j.churn;

import dev.sentiment4j.Classification;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Post;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How likely the author of a post is to leave, from 0 to 1: a noisy or (Pearl, 1988) of the parts x, each with its
 * weight w,
 *
 * <pre>risk = 1 − Πᵢ (1 − wᵢ xᵢ)</pre>
 *
 * so that each part raises the risk by itself, none lowers it, and it never passes 1. A part that is not known (no such
 * head, no cues for the language) counts nothing. Thread-safe.
 *
 * <p>It is a rule of thumb that can be read and changed, not a model of what customers did.
 */
public final class ChurnScorer {
    private static final List<String> UNHAPPY = List.of("anger", "disgust", "sadness");

    private final ChurnOptions options;
    private final Map<String, CueFinder> finders = new HashMap<>();

    public ChurnScorer(ChurnOptions options) {
        this.options = options;
        options.cues().forEach((language, cues) -> finders.put(language, new CueFinder(cues)));
    }

    /** The risk alone, for {@link dev.sentiment4j.window.WindowOptions.Builder#churn}. */
    public double risk(AnalyzedPost post) {
        return score(post.post(), post.result()).risk();
    }

    /** The risk of a post; one whose language is not told is taken to be English. */
    public ChurnScore score(Post post, SentimentResult result) {
        return score(post.text(), post.language().orElse("en"), result);
    }

    /**
     * The risk of a text.
     *
     * @param language a BCP 47 tag such as "en" or "pt-BR"; cues are looked for if there are some for its language
     */
    public ChurnScore score(String text, String language, SentimentResult result) {
        Map<ChurnPart, Double> parts = new EnumMap<>(ChurnPart.class);
        if (result.hasSentiment()) {
            put(parts, ChurnPart.SENTIMENT, Math.max(0, -result.score()));
        }
        unhappy(result.emotion()).ifPresent(emotion -> put(parts, ChurnPart.EMOTION, emotion));
        result.toxicity().ifPresent(toxicity -> put(parts, ChurnPart.TOXICITY, toxicity));
        List<String> words = new ArrayList<>();
        List<String> denied = new ArrayList<>();
        CueFinder finder = finder(language);
        if (finder != null) {
            double strongest = 0;
            for (CueFinder.Found found : finder.find(text)) {
                words.add(found.words());
                if (found.denied()) {
                    denied.add(found.words());
                } else {
                    strongest = Math.max(strongest, found.strength());
                }
            }
            parts.put(ChurnPart.CUES, strongest);
        }
        double calm = 1;
        for (Map.Entry<ChurnPart, Double> part : parts.entrySet()) {
            calm *= 1 - options.weight(part.getKey()) * part.getValue();
        }
        return new ChurnScore(1 - calm, parts, words, denied);
    }

    private static Optional<Double> unhappy(Optional<Classification> emotion) {
        return emotion.map(head -> {
            double sum = 0;
            for (String name : UNHAPPY) {
                sum += head.probabilities().getOrDefault(name, 0.0);
            }
            return Math.min(1, sum);
        });
    }

    /** NaN is not known either. */
    private static void put(Map<ChurnPart, Double> parts, ChurnPart part, double value) {
        if (value >= 0 && value <= 1) {
            parts.put(part, value);
        }
    }

    private @Nullable CueFinder finder(String language) {
        String tag = language.toLowerCase(Locale.ROOT);
        int end = tag.indexOf('-');
        return finders.get(end < 0 ? tag : tag.substring(0, end));
    }

    @Override
    public String toString() {
        return "ChurnScorer[" + options + "]";
    }
}
