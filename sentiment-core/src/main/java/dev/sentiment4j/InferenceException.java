package dev.sentiment4j;

import org.jspecify.annotations.Nullable;

/** The engine failed on a text that passed every check. The engine's own failure is the cause. */
public final class InferenceException extends SentimentException {
    private static final long serialVersionUID = 1L;

    public InferenceException(String message) {
        this(message, null);
    }

    public InferenceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetriable() {
        return false;
    }
}
