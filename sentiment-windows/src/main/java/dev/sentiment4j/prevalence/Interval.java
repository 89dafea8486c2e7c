package dev.sentiment4j.prevalence;

/**
 * A range that a value lies in, with some confidence. Immutable.
 *
 * @param low its lower end
 * @param high its upper end, not below the lower
 */
public record Interval(double low, double high) {
    /**
     * A range.
     *
     * @throws IllegalArgumentException if an end is no number, or the upper one is below the lower
     */
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("an interval cannot go from " + low + " to " + high);
        }
    }

    /** Whether a value lies in it, its ends included. */
    public boolean contains(double value) {
        return value >= low && value <= high;
    }

    /** Upper end less lower end. */
    public double width() {
        return high - low;
    }
}
