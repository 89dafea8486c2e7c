package dev.sentiment4j;

import org.jspecify.annotations.Nullable;

/** A text cannot be analyzed, whatever is tried: it breaks a limit that the analyzer states. */
public final class InvalidTextException extends SentimentException {
    private static final long serialVersionUID = 1L;

    public InvalidTextException(String message) {
        this(message, null);
    }

    public InvalidTextException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetriable() {
        return false;
    }
}
