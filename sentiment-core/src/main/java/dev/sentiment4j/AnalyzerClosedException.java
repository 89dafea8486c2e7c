package dev.sentiment4j;

import org.jspecify.annotations.Nullable;

/** The analyzer was closed before the text was analyzed. */
public final class AnalyzerClosedException extends SentimentException {
    private static final long serialVersionUID = 1L;

    public AnalyzerClosedException(String message) {
        this(message, null);
    }

    public AnalyzerClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetriable() {
        return false;
    }
}
