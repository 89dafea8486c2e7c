package dev.sentiment4j.prevalence;

import dev.sentiment4j.SentimentLabel;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The true shares of labels behind what a model counted, given what it is known to confuse: the adjusted count of
 * Forman (2008), for two labels Rogan and Gladen's estimator (1978). Immutable and thread-safe.
 *
 * <p>With q the counted shares and M the confusion rates (a row for each true label), q = Mᵀp in expectation, so that r
 * = (Mᵀ)⁻¹q estimates p without bias, but may leave [0, 1]. The share is r with negative values set to zero and the
 * rest scaled to one. The interval is r ± z·s, cut at 0 and 1, and widened to hold the share where chance has brought r
 * far out; s² is the diagonal of
 *
 * <pre>A (Σᵢ (pᵢ/n + pᵢ²/Nᵢ) (diag(mᵢ) − mᵢmᵢᵀ)) Aᵀ,   A = (Mᵀ)⁻¹</pre>
 *
 * with n counted posts, Nᵢ labelled posts of label i, and mᵢ the i-th row of M: the first term is that the same posts
 * could have been answered otherwise, the second that M itself was measured on few posts (the delta method). It is the
 * truth about the counted posts themselves that is covered. For s, half a post is added to each count, so that a count
 * of none is not taken for certainty: intervals are a little wider than they need be where few posts are labelled.
 *
 * <p>It holds where the model confuses the counted posts as it did the labelled ones (label shift). A model that hardly
 * tells labels apart gives intervals that say nothing, as it should.
 */
public final class AdjustedCount {
    private static final int SIZE = ConfusionMatrix.SIZE;
    private static final double SINGULAR = 1e-9;

    /**
     * A corrected share.
     *
     * @param share the estimate
     * @param interval in which the truth lies with the confidence that was asked for
     */
    public record Estimate(double share, Interval interval) {
        public Estimate {
            Objects.requireNonNull(interval, "interval");
        }
    }

    private final double[][] inverse;
    private final double[][] smoothed;
    private final long[] labelled = new long[SIZE];
    private final boolean usable;

    /** Corrects with this matrix. */
    public AdjustedCount(ConfusionMatrix confusion) {
        double[][] transposed = new double[SIZE][SIZE];
        smoothed = new double[SIZE][SIZE];
        for (SentimentLabel truth : SentimentLabel.values()) {
            int i = ConfusionMatrix.index(truth);
            labelled[i] = confusion.count(truth);
            for (SentimentLabel answer : SentimentLabel.values()) {
                int j = ConfusionMatrix.index(answer);
                transposed[j][i] = confusion.rate(truth, answer);
                smoothed[i][j] = (confusion.count(truth, answer) + 0.5) / (labelled[i] + 0.5 * SIZE);
            }
        }
        double determinant = determinant(transposed);
        usable = Math.abs(determinant) > SINGULAR;
        inverse = usable ? inverse(transposed, determinant) : new double[SIZE][SIZE];
    }

    /**
     * Whether the model tells the labels apart at all. If not, every estimate is the counted share with an interval of
     * all of [0, 1].
     */
    public boolean isUsable() {
        return usable;
    }

    /** The corrected shares with intervals of {@value Shares#CONFIDENCE}. */
    public Map<SentimentLabel, Estimate> estimate(Map<SentimentLabel, Long> counts) {
        return estimate(counts, Shares.CONFIDENCE);
    }

    /**
     * The corrected shares.
     *
     * @param counts what the model counted; a label that is not there counts none
     * @param confidence between 0 and 1
     * @return an estimate for every label; of no posts, all that can be: a third in [0, 1]
     * @throws IllegalArgumentException if a count is negative, or the confidence is not between 0 and 1
     */
    public Map<SentimentLabel, Estimate> estimate(Map<SentimentLabel, Long> counts, double confidence) {
        double z = Normal.twoSided(confidence);
        double[] counted = new double[SIZE];
        counts.forEach((label, count) -> {
            if (count < 0) {
                throw new IllegalArgumentException(label.id() + " = " + count + ": must not be negative");
            }
            counted[ConfusionMatrix.index(label)] = count;
        });
        double n = Arrays.stream(counted).sum();
        Map<SentimentLabel, Estimate> estimates = new EnumMap<>(SentimentLabel.class);
        if (n == 0 || !usable) {
            for (SentimentLabel label : SentimentLabel.values()) {
                double share = n == 0 ? 1.0 / SIZE : counted[ConfusionMatrix.index(label)] / n;
                estimates.put(label, new Estimate(share, new Interval(0, 1)));
            }
            return Collections.unmodifiableMap(estimates);
        }
        double[] raw = corrected(counted, n);
        double[] shares = projected(raw);
        double[] deviations = deviations(shares, n);
        for (SentimentLabel label : SentimentLabel.values()) {
            int i = ConfusionMatrix.index(label);
            // Around what has no bias: around the share, which is never outside, the interval would cover too often.
            double low = Math.max(0, Math.min(shares[i], raw[i] - z * deviations[i]));
            double high = Math.min(1, Math.max(shares[i], raw[i] + z * deviations[i]));
            estimates.put(label, new Estimate(shares[i], new Interval(low, high)));
        }
        return Collections.unmodifiableMap(estimates);
    }

    private double[] corrected(double[] counted, double n) {
        double[] shares = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                shares[i] += inverse[i][j] * counted[j] / n;
            }
        }
        return shares;
    }

    /** Onto what shares can be; they sum to one before, so some of them is positive. */
    private static double[] projected(double[] raw) {
        double[] shares = Arrays.stream(raw).map(p -> Math.max(0, p)).toArray();
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(p -> p / sum).toArray();
    }

    private double[] deviations(double[] shares, double n) {
        double[][] spread = new double[SIZE][SIZE];
        for (int i = 0; i < SIZE; i++) {
            double p = (shares[i] * n + 0.5) / (n + 0.5 * SIZE);
            double weight = p / n + p * p / labelled[i];
            for (int j = 0; j < SIZE; j++) {
                for (int k = 0; k < SIZE; k++) {
                    double m = smoothed[i][j];
                    spread[j][k] += weight * ((j == k ? m : 0) - m * smoothed[i][k]);
                }
            }
        }
        double[] deviations = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            double variance = 0;
            for (int j = 0; j < SIZE; j++) {
                for (int k = 0; k < SIZE; k++) {
                    variance += inverse[i][j] * spread[j][k] * inverse[i][k];
                }
            }
            deviations[i] = Math.sqrt(Math.max(0, variance));
        }
        return deviations;
    }

    private static double determinant(double[][] m) {
        return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
                - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    }

    /** By cofactors. */
    private static double[][] inverse(double[][] m, double determinant) {
        double[][] inverse = new double[SIZE][SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                int a = (j + 1) % SIZE;
                int b = (j + 2) % SIZE;
                int c = (i + 1) % SIZE;
                int d = (i + 2) % SIZE;
                inverse[i][j] = (m[a][c] * m[b][d] - m[a][d] * m[b][c]) / determinant;
            }
        }
        return inverse;
    }
}
