package dev.sentiment4j.examples.dashboard.view;

import dev.sentiment4j.Classification;
import dev.sentiment4j.SentimentResult;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the model says about a text.
 *
 * @param label the most probable one; null, like score, confidence and probabilities, for a model without sentiment
 * @param score -1 (negative) to 1 (positive)
 * @param confidence the probability of the label
 * @param probabilities of each label
 * @param heads what else the model tells, each label with its probability
 * @param toxicity 0 to 1, for a model that tells it
 * @param input how much of the text was read
 * @param model which model answered, and its version
 * @param degradedBecause why a cheaper model answered than the one that was asked
 */
@Schema(name = "Result")
public record ResultView(
        @Schema(allowableValues = {"negative", "neutral", "positive"}) @Nullable
        String label,

        @Nullable Double score,
        @Nullable Double confidence,
        @Nullable Map<String, Double> probabilities,
        Map<String, Head> heads,
        @Nullable Double toxicity,
        Input input,
        String model,
        String engine,
        @Nullable String degradedBecause) {

    /**
     * One further answer.
     *
     * @param label the most probable one
     */
    @Schema(name = "Head")
    public record Head(String label, Map<String, Double> probabilities) {}

    /**
     * What was read.
     *
     * @param tokens how many tokens the text has
     * @param tokensCut how many of them were not read
     */
    @Schema(name = "Input")
    public record Input(int tokens, int tokensCut) {}

    /** Of a result. */
    public static ResultView of(SentimentResult result) {
        boolean has = result.hasSentiment();
        Map<String, Double> probabilities = new LinkedHashMap<>();
        if (has) {
            result.probabilities().forEach((label, p) -> probabilities.put(label.id(), Numbers.rounded(p)));
        }
        Map<String, Head> heads = new LinkedHashMap<>();
        result.heads().forEach((name, head) -> heads.put(name, head(head)));
        return new ResultView(
                has ? result.label().id() : null,
                has ? Numbers.rounded(result.score()) : null,
                has ? Numbers.rounded(result.confidence()) : null,
                has ? probabilities : null,
                heads,
                Numbers.rounded(result.toxicity()),
                new Input(result.input().tokens(), result.input().tokensCut()),
                result.model().toString(),
                result.backend() + "/" + result.device(),
                result.degradation().map(why -> why.reason()).orElse(null));
    }

    private static Head head(Classification head) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        head.probabilities().forEach((label, p) -> probabilities.put(label, Numbers.rounded(p)));
        return new Head(head.label(), probabilities);
    }
}
