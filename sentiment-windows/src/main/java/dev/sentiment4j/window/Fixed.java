package dev.sentiment4j.window;

/**
 * Numbers in [-1, 1] as multiples of 2⁻³⁰ in a long. Their sums are exact: the same in whatever order posts come, go
 * and are merged, for up to eight thousand million posts. The rounding of a single value is below one part in a
 * thousand million.
 */
final class Fixed {
    /** "Not known"; no value comes near it. */
    static final long NONE = Long.MIN_VALUE;

    private static final double ONE = 1L << 30;

    private Fixed() {}

    /** A value, or {@link #NONE} for one that is no number or out of its range. */
    static long of(double value, double low, double high) {
        return value >= low && value <= high ? Math.round(value * ONE) : NONE;
    }

    /** Its square. */
    static long squared(long fixed) {
        return (fixed * fixed + (1L << 29)) >> 30;
    }

    static double toDouble(long fixed) {
        return fixed / ONE;
    }
}
