package dev.sentiment4j.examples.analyze.evaluate;

/**
 * Whether confidence means what it says: answers given with 80 % confidence should be right 80 % of the time.
 *
 * <p>Confidences are sorted into {@link #BINS} bins of equal width. The expected calibration error is the mean over the
 * bins, weighted by their answers, of |accuracy - mean confidence| (Naeini et al., 2015; Guo et al., 2017).
 */
public final class Calibration {
    /** {@value}, as is usual. */
    public static final int BINS = 15;

    private final long[] counts = new long[BINS];
    private final long[] right = new long[BINS];
    private final double[] confidence = new double[BINS];
    private long total;

    public void add(double confidenceOfAnswer, boolean correct) {
        // The bins are (lower, upper], so that the answer of certainty 1 has a place.
        int bin = (int) Math.ceil(confidenceOfAnswer * BINS) - 1;
        bin = Math.min(BINS - 1, Math.max(0, bin));
        counts[bin]++;
        confidence[bin] += confidenceOfAnswer;
        right[bin] += correct ? 1 : 0;
        total++;
    }

    public long count(int bin) {
        return counts[bin];
    }

    public long total() {
        return total;
    }

    /** The share of right answers in a bin; 0 when it is empty. */
    public double accuracy(int bin) {
        return counts[bin] == 0 ? 0 : (double) right[bin] / counts[bin];
    }

    /** The mean confidence in a bin; 0 when it is empty. */
    public double confidence(int bin) {
        return counts[bin] == 0 ? 0 : confidence[bin] / counts[bin];
    }

    /** The expected calibration error, 0 to 1. */
    public double error() {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += counts[bin] * Math.abs(accuracy(bin) - confidence(bin));
        }
        return total == 0 ? 0 : sum / total;
    }
}
