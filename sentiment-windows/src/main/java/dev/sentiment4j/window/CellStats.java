package dev.sentiment4j.window;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.prevalence.AdjustedCount;
import dev.sentiment4j.prevalence.Interval;
import dev.sentiment4j.prevalence.Shares;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What the posts of a cell say together. Immutable and thread-safe. Counts and sums are exact;
 * {@link #distinctAuthors()} and {@link #scoreQuantile} are estimates with known errors.
 */
public final class CellStats {
    private final Cell cell;

    /** Takes the cell over. */
    CellStats(Cell cell) {
        this.cell = cell;
    }

    Cell cell() {
        return cell;
    }

    /** Of no posts. */
    public static CellStats empty() {
        return new CellStats(new Cell(new Emotions(), true, 0));
    }

    /** How many posts, with or without a sentiment. */
    public long posts() {
        return cell.posts;
    }

    /** How many posts with a sentiment. */
    public long scored() {
        return cell.scored();
    }

    /** How many posts of this label. */
    public long count(SentimentLabel label) {
        return cell.labels[Cell.index(label)];
    }

    /** How many posts of each label. */
    public Map<SentimentLabel, Long> counts() {
        Map<SentimentLabel, Long> counts = new EnumMap<>(SentimentLabel.class);
        for (SentimentLabel label : SentimentLabel.values()) {
            counts.put(label, count(label));
        }
        return Collections.unmodifiableMap(counts);
    }

    /** The share of a label among posts with a sentiment; empty without such posts. */
    public OptionalDouble share(SentimentLabel label) {
        return ratio((double) count(label), scored());
    }

    /** {@linkplain Shares#wilson Wilson's interval} of that share, as the model counts it. */
    public Interval shareInterval(SentimentLabel label, double confidence) {
        return Shares.wilson(count(label), scored(), confidence);
    }

    /** The shares corrected for what the model confuses, each with an interval. */
    public Map<SentimentLabel, AdjustedCount.Estimate> prevalence(AdjustedCount correction, double confidence) {
        return correction.estimate(counts(), confidence);
    }

    /** The mean score, -1 to 1; empty without posts that have one. */
    public OptionalDouble meanScore() {
        return ratio(Fixed.toDouble(cell.scoreSum), scored());
    }

    /** The variance of the scores: their mean square less the square of their mean. */
    public OptionalDouble scoreVariance() {
        long n = scored();
        if (n == 0) {
            return OptionalDouble.empty();
        }
        double mean = Fixed.toDouble(cell.scoreSum) / n;
        return OptionalDouble.of(Math.max(0, Fixed.toDouble(cell.scoreSquares) / n - mean * mean));
    }

    /**
     * A quantile of the scores, within 1 % of its value, or 0.001 where that is more; empty without scores, or without
     * sketches.
     *
     * @param quantile 0 for the lowest score, 0.5 for the median, 1 for the highest
     * @throws IllegalArgumentException if it is not in [0, 1]
     */
    public OptionalDouble scoreQuantile(double quantile) {
        if (!(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("quantile = " + quantile + ": must be in [0, 1]");
        }
        return cell.sketches == null || scored() == 0 ? OptionalDouble.empty() : cell.sketches.scoreQuantile(quantile);
    }

    /**
     * How many authors, estimated with a standard error of 1.7 %; empty without sketches. Authors are told apart by
     * platform and id; posts without an author's id do not count.
     */
    public OptionalLong distinctAuthors() {
        return cell.sketches == null ? OptionalLong.empty() : cell.sketches.distinctAuthors();
    }

    /**
     * How many posts show each emotion, by name: the most probable one of a post, or all that apply where the model
     * lets several apply.
     */
    public Map<String, Long> emotions() {
        return Collections.unmodifiableMap(new TreeMap<>(cell.emotionCounts()));
    }

    /** How many posts show at least one. */
    public long emotionPosts() {
        return cell.emotionPosts;
    }

    /** How many posts have a toxicity. */
    public long toxicityPosts() {
        return cell.toxicityPosts;
    }

    /** The mean toxicity, 0 to 1. */
    public OptionalDouble meanToxicity() {
        return ratio(Fixed.toDouble(cell.toxicitySum), cell.toxicityPosts);
    }

    /** How many posts reach {@link WindowOptions#toxicityThreshold()}. */
    public long toxic() {
        return cell.toxic;
    }

    /** Their share. */
    public OptionalDouble toxicShare() {
        return ratio((double) cell.toxic, cell.toxicityPosts);
    }

    /** How many posts have a churn risk. */
    public long churnPosts() {
        return cell.churnPosts;
    }

    /** The mean churn risk, 0 to 1. */
    public OptionalDouble meanChurn() {
        return ratio(Fixed.toDouble(cell.churnSum), cell.churnPosts);
    }

    /** How many posts reach {@link WindowOptions#churnThreshold()}. */
    public long churning() {
        return cell.churning;
    }

    /**
     * Some posts that are worth a look: those with the largest of negative score, toxicity and churn risk, largest
     * first.
     */
    public List<PostKey> samples() {
        return cell.samples.stream().map(Sample::key).toList();
    }

    /**
     * Whether all posts with these values are in this cell. If not, some may have been counted in the cell of the rest
     * of the group, since there were too many values: the numbers are lower bounds.
     */
    public boolean isComplete() {
        return !cell.partial;
    }

    /**
     * Whether estimates and samples are of just these posts. If not, they still contain posts that were edited or
     * deleted after too many posts had come to remember each ({@link WindowOptions#maxPosts()}). Counts are right.
     */
    public boolean isSharp() {
        return !cell.blurred;
    }

    /** Both together, for posts that are not in both. */
    public CellStats merge(CellStats other) {
        Cell merged = new Cell(
                new Emotions(),
                cell.sketches != null && other.cell.sketches != null,
                Math.max(cell.maxSamples, other.cell.maxSamples));
        merged.add(cell);
        merged.add(other.cell);
        return new CellStats(merged);
    }

    private static OptionalDouble ratio(double sum, long count) {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
    }

    @Override
    public String toString() {
        return "CellStats[posts=" + posts() + ", " + counts() + ", meanScore=" + meanScore() + ", toxic=" + toxic()
                + ", churning=" + churning() + "]";
    }
}
