package dev.sentiment4j;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything this library throws on purpose. {@link #isRetriable()} divides the tree by what a caller can
 * do: a retriable failure (overload, missed deadline) may succeed when tried again later; any other fails again in the
 * same way. Messages name the state and the remedy and never contain the text of a post.
 */
public abstract class SentimentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected SentimentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** For failures that are part of normal operation under load: without a stack trace they cost next to nothing. */
    protected SentimentException(String message, @Nullable Throwable cause, boolean writableStackTrace) {
        super(message, cause, true, writableStackTrace);
    }

    /** Whether the same call may succeed later without any change by the caller. */
    public abstract boolean isRetriable();
}
