package dev.sentiment4j.synthetic;

/** How many deliveries are due after some time, at a rate with bursts. A pure function. */
final class Pace {
    private final double rate;
    private final double every;
    private final double length;
    private final double factor;

    Pace(SyntheticOptions options) {
        this.rate = options.rate();
        this.every = options.burstEvery().toNanos() / 1e9;
        this.length = options.burstLength().toNanos() / 1e9;
        this.factor = options.burstFactor();
    }

    /** Deliveries that should have been made after so many nanoseconds; the first is due at once. */
    long due(long nanos) {
        if (Double.isInfinite(rate)) {
            return Long.MAX_VALUE;
        }
        double seconds = nanos / 1e9;
        double weighted = seconds;
        if (every > 0) {
            // A burst stands at the end of each period.
            double whole = Math.floor(seconds / every);
            double inPeriod = Math.max(0, seconds - whole * every - (every - length));
            weighted += (factor - 1) * (whole * length + inPeriod);
        }
        return 1 + (long) (rate * weighted);
    }
}
