package dev.sentiment4j.pipeline;

import dev.sentiment4j.SentimentException;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong on the way of posts, rather than in an analyzer. A retriable one may heal by itself and is waited
 * out; any other needs a person. Messages name the state and the remedy, and hold no text, no author and no password.
 */
public abstract sealed class PipelineException extends SentimentException
        permits CheckpointException, InvalidPostException, PipelineFailedException, SinkException, SourceException {
    private static final long serialVersionUID = 1L;

    PipelineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
