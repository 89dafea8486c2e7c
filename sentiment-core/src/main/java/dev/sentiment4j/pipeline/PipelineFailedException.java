package dev.sentiment4j.pipeline;

import org.jspecify.annotations.Nullable;

/** A pipeline has stopped because of something that only a person can mend; the cause says what. */
public final class PipelineFailedException extends PipelineException {
    private static final long serialVersionUID = 1L;

    public PipelineFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetriable() {
        return false;
    }
}
