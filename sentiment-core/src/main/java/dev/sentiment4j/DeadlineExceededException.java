package dev.sentiment4j;

import org.jspecify.annotations.Nullable;

/**
 * A text was not analyzed within the timeout of its options; it was dropped before it cost the engine anything more.
 */
public final class DeadlineExceededException extends SentimentException {
    private static final long serialVersionUID = 1L;

    public DeadlineExceededException(String message) {
        this(message, null);
    }

    public DeadlineExceededException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetriable() {
        return true;
    }
}
