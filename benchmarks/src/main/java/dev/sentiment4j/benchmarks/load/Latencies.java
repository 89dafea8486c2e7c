package dev.sentiment4j.benchmarks.load;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.ConcurrentHistogram;

/** Times in a histogram of three significant digits, up to an hour. Thread-safe while recording. */
final class Latencies {
    private static final long HOUR = 3_600_000_000_000L;
    private static final double MILLI = 1e6;

    private final AbstractHistogram histogram = new ConcurrentHistogram(HOUR, 3);

    /** Adds a time; what lies outside of 0 to an hour counts as the bound. */
    void record(long nanos) {
        histogram.recordValue(Math.max(0, Math.min(HOUR, nanos)));
    }

    long count() {
        return histogram.getTotalCount();
    }

    /**
     * The time that so many percent stay at or below, in milliseconds; 0 if there are none. To be asked once recording
     * has ended.
     */
    double percentile(double percent) {
        return count() == 0 ? 0 : histogram.getValueAtPercentile(percent) / MILLI;
    }

    /** The longest time, in milliseconds. */
    double max() {
        return count() == 0 ? 0 : histogram.getMaxValue() / MILLI;
    }
}
