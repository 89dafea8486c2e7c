package dev.sentiment4j.spi;

import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.Priority;
import dev.sentiment4j.SentimentAnalyzer;

/**
 * Hears what an analyzer does; every method does nothing by default. Called from callers' and engine threads, so it
 * must be quick and thread-safe; whatever it throws is caught and logged once.
 */
public interface AnalyzerListener {
    /**
     * An analyzer is ready for work.
     *
     * @param analyzer for {@link SentimentAnalyzer#info()} and {@link SentimentAnalyzer#load()}; a listener should hold
     *     it weakly, lest an analyzer that nobody closes is kept alive
     */
    default void opened(SentimentAnalyzer analyzer) {}

    /** An analyzer was closed; it has told of everything it did. */
    default void closed(SentimentAnalyzer analyzer) {}

    /**
     * A batch ran.
     *
     * @param batch its size and times
     */
    default void batchCompleted(BatchEvent batch) {}

    /**
     * A text was answered.
     *
     * @param text what each stage took
     */
    default void textCompleted(TextEvent text) {}

    /** A text was refused because the analyzer had too much to do. */
    default void rejected(RejectionCause cause) {}

    /** A text was dropped before it ran. */
    default void dropped(DropCause cause) {}

    /** A text joined another with the same tokens that is in work already, and will get a copy of its answer. */
    default void shared() {}

    /**
     * The engine failed on a batch that will now be split, or on a single text.
     *
     * @param size texts in the batch
     */
    default void failed(int size, Throwable cause) {}

    /** A lane died of an error outside the engine's own failures and was replaced. */
    default void laneReplaced(Throwable cause) {}

    /**
     * A brown-out ladder over this analyzer moved.
     *
     * @param fromStep 0 for the analyzer that hosts prefer
     * @param toStep the step that answers from now on
     * @param load of the preferred analyzer at that moment
     */
    default void brownOut(int fromStep, int toStep, AnalyzerLoad load) {}

    /** Why a text was refused. */
    enum RejectionCause {
        /** As many texts are in work as {@link dev.sentiment4j.batch.BatchOptions#queueCapacity()} allows. */
        FULL,
        /** The queue does not empty, and the text would wait longer than the options allow. */
        TOO_SLOW,
        /** The text would not be answered within its own timeout. */
        TOO_LATE
    }

    /** Why a text was dropped. */
    enum DropCause {
        /** Its caller cancelled it. */
        CANCELLED,
        /** Its timeout passed. */
        EXPIRED
    }

    /**
     * One batch that ran.
     *
     * @param size rows
     * @param tokens tokens that were asked for
     * @param cost tokens that the engine worked on, padding included
     * @param waitNanos the longest time one of its texts waited in the queue, in nanoseconds
     * @param inferNanos the engine's time, in nanoseconds
     * @param queueDepth model inputs that were left waiting when the batch was taken
     */
    record BatchEvent(int size, long tokens, long cost, long waitNanos, long inferNanos, int queueDepth) {
        /** The share of the engine's work that was padding: 0 to 1. */
        public double paddingWaste() {
            return cost == 0 ? 0 : 1 - (double) tokens / cost;
        }
    }

    /**
     * One text that was answered.
     *
     * @param priority its class
     * @param tokens tokens that the model read
     * @param prepareNanos text profile and tokenizer, in nanoseconds
     * @param engineNanos from the queue to the logits: waiting and inference, in nanoseconds
     * @param decodeNanos from the logits to the result, in nanoseconds: waiting for the completion executor or the
     *     calling thread to wake up included
     */
    record TextEvent(Priority priority, int tokens, long prepareNanos, long engineNanos, long decodeNanos) {
        /** From the beginning of the preparation to the result, in nanoseconds. */
        public long totalNanos() {
            return prepareNanos + engineNanos + decodeNanos;
        }
    }
}
