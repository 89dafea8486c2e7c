package dev.sentiment4j;

import java.time.Duration;
import java.util.Objects;

/**
 * How busy an analyzer is at one moment.
 *
 * @param inWork texts admitted and unanswered
 * @param capacity how many texts it admits at most; {@link Integer#MAX_VALUE} where nothing bounds them
 * @param queueDepth model inputs that wait for a lane
 * @param predictedWait how long a text that came now would take to be answered, by what is in work and by how fast
 *     recent batches were; zero when a lane is free
 */
public record AnalyzerLoad(int inWork, int capacity, int queueDepth, Duration predictedWait) {
    /** The load of an analyzer that queues nothing. */
    public static final AnalyzerLoad NONE = new AnalyzerLoad(0, Integer.MAX_VALUE, 0, Duration.ZERO);

    public AnalyzerLoad {
        Objects.requireNonNull(predictedWait, "predictedWait");
    }
}
