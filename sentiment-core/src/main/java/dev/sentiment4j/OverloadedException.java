package dev.sentiment4j;

import java.time.Duration;
import java.util.Objects;

/**
 * The analyzer has too much to do: it holds as many texts as its
 * {@linkplain dev.sentiment4j.batch.BatchOptions#queueCapacity() capacity} allows, or the text would wait too long. The
 * message says which. Carries no stack trace: refusing must stay cheap when the load is high.
 */
public final class OverloadedException extends SentimentException {
    private static final long serialVersionUID = 1L;

    private final int queueDepth;
    private final int queueCapacity;
    private final Duration predictedWait;

    public OverloadedException(String message, int queueDepth, int queueCapacity, Duration predictedWait) {
        super(message, null, false);
        this.queueDepth = queueDepth;
        this.queueCapacity = queueCapacity;
        this.predictedWait = Objects.requireNonNull(predictedWait, "predictedWait");
    }

    /** Texts admitted and unanswered when this one was refused. */
    public int queueDepth() {
        return queueDepth;
    }

    /** How many there may be. */
    public int queueCapacity() {
        return queueCapacity;
    }

    /** How long this text would have waited, as predicted; a hint for when to try again. */
    public Duration predictedWait() {
        return predictedWait;
    }

    @Override
    public boolean isRetriable() {
        return true;
    }
}
