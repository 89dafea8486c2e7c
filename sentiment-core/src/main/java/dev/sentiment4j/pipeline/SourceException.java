package dev.sentiment4j.pipeline;

import org.jspecify.annotations.Nullable;

/** A {@link PostSource} cannot do what it was asked for. */
public final class SourceException extends PipelineException {
    private static final long serialVersionUID = 1L;

    private final boolean retriable;

    private SourceException(String message, @Nullable Throwable cause, boolean retriable) {
        super(message, cause);
        this.retriable = retriable;
    }

    /**
     * The source may heal by itself: the connection was lost, the server restarts, a limit will be lifted. The pipeline
     * tries again, with back-off, as long as it takes.
     */
    public static SourceException unavailable(String message, @Nullable Throwable cause) {
        return new SourceException(message, cause, true);
    }

    /** Only a person can help: wrong password, missing right, wrong key type. The pipeline stops as failed. */
    public static SourceException fatal(String message, @Nullable Throwable cause) {
        return new SourceException(message, cause, false);
    }

    @Override
    public boolean isRetriable() {
        return retriable;
    }
}
