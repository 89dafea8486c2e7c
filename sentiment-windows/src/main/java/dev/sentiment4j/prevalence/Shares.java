package dev.sentiment4j.prevalence;

/** Intervals of shares as they were counted. */
public final class Shares {
    /** {@value}: the confidence where none is given. */
    public static final double CONFIDENCE = 0.95;

    private Shares() {}

    /**
     * Wilson's score interval of a share (E. B. Wilson, 1927; recommended for small counts by Brown, Cai and DasGupta,
     * 2001): with p the share, n the count and z the normal quantile,
     *
     * <pre>(p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)</pre>
     *
     * @param successes how many have the property
     * @param count of how many; of none the interval is all of [0, 1]
     * @param confidence between 0 and 1
     * @throws IllegalArgumentException if successes are not in [0, count], or the confidence is not between 0 and 1
     */
    public static Interval wilson(long successes, long count, double confidence) {
        if (successes < 0 || successes > count) {
            throw new IllegalArgumentException(successes + " of " + count + " is no share");
        }
        double z = Normal.twoSided(confidence);
        if (count == 0) {
            return new Interval(0, 1);
        }
        double n = count;
        double p = successes / n;
        double zz = z * z;
        double middle = p + zz / (2 * n);
        double half = z * Math.sqrt(p * (1 - p) / n + zz / (4 * n * n));
        double scale = 1 + zz / n;
        // At the ends rounding would leave 1e-17 where the formula gives 0 or 1.
        double low = successes == 0 ? 0 : (middle - half) / scale;
        double high = successes == count ? 1 : (middle + half) / scale;
        return new Interval(low, high);
    }
}
