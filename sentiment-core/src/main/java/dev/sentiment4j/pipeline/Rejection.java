package dev.sentiment4j.pipeline;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One event of a batch that a sink cannot store, now or later.
 *
 * @param index its position in the batch
 * @param reason for people: which field, which rule; no text, no author
 * @param cause what the sink's system said, if it did
 */
public record Rejection(int index, String reason, Optional<Throwable> cause) {
    public Rejection {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(cause, "cause");
        if (index < 0) {
            throw new IllegalArgumentException("index = " + index + ": must not be negative");
        }
    }

    public static Rejection of(int index, String reason) {
        return new Rejection(index, reason, Optional.empty());
    }

    public static Rejection of(int index, String reason, @Nullable Throwable cause) {
        return new Rejection(index, reason, Optional.ofNullable(cause));
    }
}
