package dev.sentiment4j.spi;

/**
 * Hears what an analyzer does; every method does nothing by default. Called from engine threads, so it must be quick
 * and thread-safe; whatever it throws is caught and logged once.
 */
public interface AnalyzerListener {
    /**
     * A batch ran.
     *
     * @param batch its size and times
     */
    default void batchCompleted(BatchEvent batch) {}

    /** A text was refused because the analyzer was full. */
    default void rejected() {}

    /** A text was dropped before it ran, because it was cancelled or its deadline passed. */
    default void dropped() {}

    /**
     * The engine failed on a batch that will now be split, or on a single text.
     *
     * @param size texts in the batch
     */
    default void failed(int size, Throwable cause) {}

    /** A lane died of an error outside the engine's own failures and was replaced. */
    default void laneReplaced(Throwable cause) {}

    /**
     * One batch that ran.
     *
     * @param size rows
     * @param tokens tokens that were asked for
     * @param cost tokens that the engine worked on, padding included
     * @param waitNanos the longest time one of its texts waited in the queue, in nanoseconds
     * @param inferNanos the engine's time, in nanoseconds
     */
    record BatchEvent(int size, long tokens, long cost, long waitNanos, long inferNanos) {}
}
