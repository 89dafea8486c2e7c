package dev.sentiment4j.pipeline;

import org.jspecify.annotations.Nullable;

/** A {@link CheckpointStore} cannot load or save. */
public final class CheckpointException extends PipelineException {
    private static final long serialVersionUID = 1L;

    private final boolean retriable;

    private CheckpointException(String message, @Nullable Throwable cause, boolean retriable) {
        super(message, cause);
        this.retriable = retriable;
    }

    /** The store may heal by itself: the connection was lost, the server restarts, the disk is full. */
    public static CheckpointException unavailable(String message, @Nullable Throwable cause) {
        return new CheckpointException(message, cause, true);
    }

    /** Only a person can help: a damaged checkpoint, wrong password, missing right. */
    public static CheckpointException fatal(String message, @Nullable Throwable cause) {
        return new CheckpointException(message, cause, false);
    }

    @Override
    public boolean isRetriable() {
        return retriable;
    }
}
