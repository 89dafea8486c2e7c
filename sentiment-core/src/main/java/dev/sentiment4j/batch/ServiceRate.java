package dev.sentiment4j.batch;

/**
 * How fast the lanes have been lately, and what that means for a text that comes now: by Little's law the texts in
 * work, divided by the rate at which they leave. Thread-safe; racing updates may lose one sample.
 */
final class ServiceRate {
    /** The weight of a new batch in the moving average: the last twenty or so batches count. */
    private static final double WEIGHT = 0.1;

    private final int lanes;
    private volatile double nanosPerText;

    ServiceRate(int lanes) {
        this.lanes = lanes;
    }

    void batchRan(int texts, long nanos) {
        double sample = (double) nanos / texts;
        double known = nanosPerText;
        nanosPerText = known == 0 ? sample : known + WEIGHT * (sample - known);
    }

    /** How long a text would take that comes when so many are in work; 0 while a lane is free, or nothing is known. */
    long predictNanos(int inWork) {
        return inWork < lanes ? 0 : (long) (nanosPerText * (inWork + 1) / lanes);
    }

    int lanes() {
        return lanes;
    }
}
