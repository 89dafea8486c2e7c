package dev.sentiment4j;

import org.jspecify.annotations.Nullable;

/** No single engine could be chosen for a model: none on the class path, none accepts the model, or several do. */
public final class BackendResolutionException extends SentimentException {
    private static final long serialVersionUID = 1L;

    public BackendResolutionException(String message) {
        this(message, null);
    }

    public BackendResolutionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetriable() {
        return false;
    }
}
