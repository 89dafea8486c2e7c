package dev.sentiment4j.examples.dashboard.view;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.postgres.LabelCounts;
import dev.sentiment4j.window.CellStats;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What some posts say together.
 *
 * @param posts how many there are
 * @param counts by label
 * @param shares of the labels among the labelled, 0 to 1; empty without such posts
 * @param meanScore -1 to 1
 * @param toxicity where it is known
 * @param churn where it is known
 */
@Schema(name = "Cell")
public record CellView(
        long posts,
        Map<String, Long> counts,
        Map<String, Double> shares,
        @Nullable Double meanScore,
        @Nullable Risk toxicity,
        @Nullable Risk churn) {

    /**
     * A risk of several posts.
     *
     * @param mean 0 to 1
     * @param count posts at or above the threshold
     * @param share of them
     */
    @Schema(name = "Risk")
    public record Risk(
            @Nullable Double mean, long count, @Nullable Double share) {}

    /** Of the windows. */
    public static CellView of(CellStats stats) {
        Map<String, Long> counts = new LinkedHashMap<>();
        Map<String, Double> shares = new LinkedHashMap<>();
        for (SentimentLabel label : SentimentLabel.values()) {
            counts.put(label.id(), stats.count(label));
            stats.share(label).ifPresent(share -> shares.put(label.id(), Numbers.rounded(share)));
        }
        Risk toxicity = stats.toxicityPosts() == 0
                ? null
                : new Risk(Numbers.rounded(stats.meanToxicity()), stats.toxic(), Numbers.rounded(stats.toxicShare()));
        Risk churn = stats.churnPosts() == 0
                ? null
                : new Risk(
                        Numbers.rounded(stats.meanChurn()),
                        stats.churning(),
                        Numbers.rounded((double) stats.churning() / stats.churnPosts()));
        return new CellView(stats.posts(), counts, shares, Numbers.rounded(stats.meanScore()), toxicity, churn);
    }

    /** Of the database, which does not add risks up. */
    public static CellView of(LabelCounts stored) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(SentimentLabel.NEGATIVE.id(), stored.negative());
        counts.put(SentimentLabel.NEUTRAL.id(), stored.neutral());
        counts.put(SentimentLabel.POSITIVE.id(), stored.positive());
        Map<String, Double> shares = new LinkedHashMap<>();
        for (SentimentLabel label : SentimentLabel.values()) {
            stored.share(label).ifPresent(share -> shares.put(label.id(), Numbers.rounded(share)));
        }
        return new CellView(stored.posts(), counts, shares, Numbers.rounded(stored.meanScore()), null, null);
    }
}
