package dev.sentiment4j.alert;

import dev.sentiment4j.SentimentException;
import org.jspecify.annotations.Nullable;

/** An alert could not be told, or the state of an engine could not be kept or read. */
public final class AlertException extends SentimentException {
    private static final long serialVersionUID = 1L;

    private final boolean retriable;

    /**
     * A failure.
     *
     * @param retriable whether the same may work later
     */
    public AlertException(String message, @Nullable Throwable cause, boolean retriable) {
        super(message, cause);
        this.retriable = retriable;
    }

    @Override
    public boolean isRetriable() {
        return retriable;
    }
}
