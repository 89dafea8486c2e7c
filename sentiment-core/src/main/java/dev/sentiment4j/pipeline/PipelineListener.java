package dev.sentiment4j.pipeline;

import java.time.Duration;

/**
 * Hears what a pipeline does; every method does nothing by default. Called from the pipeline's threads and the
 * source's, so it must be quick and thread-safe; whatever it throws is caught and logged once. No text of a post is in
 * any event.
 */
public interface PipelineListener {
    /**
     * A pipeline was started.
     *
     * @param pipeline for {@link SentimentPipeline#health()}; a listener should hold it weakly
     */
    default void started(SentimentPipeline pipeline) {}

    /** A pipeline has come to its end, for good; it has told of everything it did. */
    default void stopped(SentimentPipeline pipeline) {}

    /** A poll brought something. */
    default void polled(PollEvent poll) {}

    /** A list of posts was analyzed. */
    default void analyzed(AnalysisEvent analysis) {}

    /** A sink has taken a batch, or all of it but what it rejected. */
    default void written(WriteEvent write) {}

    /** Deliveries are dealt with for good. */
    default void acknowledged(AcknowledgeEvent acknowledged) {}

    /** Deliveries were given back to the source. */
    default void givenBack(int deliveries, NackReason reason) {}

    /** A step failed in a way that may heal, and will be tried again. */
    default void retried(RetryEvent retry) {}

    /**
     * A delivery went to the dead letters.
     *
     * @param stage where it left the way
     * @param errorType as in {@link DeadLetter#errorType()}
     */
    default void deadLettered(DeadLetter.Stage stage, String errorType) {}

    /** The source may have missed posts, for good. */
    default void gap(SourceGap gap) {}

    /** The source has lost its connection and tries again by itself. */
    default void disconnected(Throwable cause) {}

    /** The source is connected (again). */
    default void connected() {}

    /** What a pipeline does over and over, each of which may fail and be tried again. */
    enum Step {
        /** Opening the source, and polling it. */
        POLL,
        /** Asking the analyzer. */
        ANALYZE,
        /** Opening a sink, and writing to it. */
        WRITE,
        /** Opening the dead letters, and writing to them. */
        DEAD_LETTER,
        /** Acknowledging. */
        ACKNOWLEDGE
    }

    /**
     * One poll that brought something.
     *
     * @param deliveries what came
     * @param malformed how many of them are no events
     * @param nanos what the poll took, waiting included, in nanoseconds
     */
    record PollEvent(int deliveries, int malformed, long nanos) {}

    /**
     * One list that was analyzed.
     *
     * @param posts how many it had
     * @param failed how many of them could not be analyzed
     * @param nanos from the first attempt to the last answer, in nanoseconds
     */
    record AnalysisEvent(int posts, int failed, long nanos) {}

    /**
     * One batch that a sink took.
     *
     * @param sink its name
     * @param events how many it was given
     * @param rejected how many of them it could not store
     * @param nanos from the first attempt to the last, waiting included, in nanoseconds
     */
    record WriteEvent(String sink, int events, int rejected, long nanos) {}

    /**
     * One acknowledgement.
     *
     * @param deliveries how many
     * @param oldestNanos how long the one that waited longest was in flight, from its poll on, in nanoseconds
     */
    record AcknowledgeEvent(int deliveries, long oldestNanos) {}

    /**
     * One step that failed and will be tried again.
     *
     * @param step which
     * @param name of the source, the analyzer, the sink or the dead letters
     * @param failures how often in a row it has failed by now
     * @param delay until the next attempt
     * @param cause why it failed
     */
    record RetryEvent(Step step, String name, int failures, Duration delay, Throwable cause) {}
}
