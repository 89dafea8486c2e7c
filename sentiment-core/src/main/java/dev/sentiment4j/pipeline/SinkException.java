package dev.sentiment4j.pipeline;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PostSink} or {@link DeadLetters} did not take a batch; the {@link #kind()} says what the pipeline does about
 * it. A sink that knows which events are at fault returns {@link Rejection}s instead.
 */
public final class SinkException extends PipelineException {
    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    public enum Kind {
        /** The sink may heal by itself; the same batch is tried again, with back-off, as long as it takes. */
        UNAVAILABLE,
        /** Some event of the batch is at fault; the batch is split until it is found, and that one is dead-lettered. */
        BATCH_REJECTED,
        /** Only a person can help; the pipeline stops as failed, and nothing of the batch is acknowledged. */
        FATAL
    }

    private final Kind kind;

    private SinkException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** The connection is lost, the server restarts, fails over, is full or read-only for now. */
    public static SinkException unavailable(String message, @Nullable Throwable cause) {
        return new SinkException(Kind.UNAVAILABLE, message, cause);
    }

    /** Some event of the batch cannot be stored, and the sink cannot tell which. Nothing of the batch was stored. */
    public static SinkException batchRejected(String message, @Nullable Throwable cause) {
        return new SinkException(Kind.BATCH_REJECTED, message, cause);
    }

    /** Wrong password, missing table, missing right, old schema: every batch would fail. */
    public static SinkException fatal(String message, @Nullable Throwable cause) {
        return new SinkException(Kind.FATAL, message, cause);
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public boolean isRetriable() {
        return kind == Kind.UNAVAILABLE;
    }
}
