package dev.sentiment4j;

/**
 * The analyzer holds as many texts as {@link dev.sentiment4j.batch.BatchOptions#queueCapacity()} allows. Carries no
 * stack trace: refusing must stay cheap when the load is high.
 */
public final class OverloadedException extends SentimentException {
    private static final long serialVersionUID = 1L;

    private final int queueDepth;
    private final int queueCapacity;

    public OverloadedException(String message, int queueDepth, int queueCapacity) {
        super(message, null, false);
        this.queueDepth = queueDepth;
        this.queueCapacity = queueCapacity;
    }

    /** Texts admitted and unanswered when this one was refused. */
    public int queueDepth() {
        return queueDepth;
    }

    /** The limit that was reached. */
    public int queueCapacity() {
        return queueCapacity;
    }

    @Override
    public boolean isRetriable() {
        return true;
    }
}
