package dev.sentiment4j.pipeline;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that cannot be processed, with everything needed to look into it and to try again. Immutable; its
 * {@code toString} holds no text.
 *
 * @param source the name of the {@link PostSource}
 * @param delivery what it delivered: the event, or the raw entry
 * @param stage where it went wrong
 * @param sink the name of the sink that refused it; there for {@link Stage#SINK}
 * @param errorType what kind of failure: the class of the exception, or "Malformed", or "Rejected"
 * @param message the failure in words; no text of the post is in it
 * @param attempts how often this process tried the step that failed; at least 1
 * @param failedAt when, by the clock of this process
 */
public record DeadLetter(
        String source,
        Delivery delivery,
        Stage stage,
        Optional<String> sink,
        String errorType,
        String message,
        int attempts,
        Instant failedAt) {
    /** Where a delivery left the way. */
    public enum Stage {
        /** The source could not read it. */
        SOURCE,
        /** The analyzer could not answer it. */
        ANALYSIS,
        /** A sink could not store it. */
        SINK
    }

    public DeadLetter {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(sink, "sink");
        Objects.requireNonNull(errorType, "errorType");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(failedAt, "failedAt");
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts = " + attempts + ": must be at least 1");
        }
    }

    /** The event; empty for a malformed entry. */
    public Optional<PostEvent> event() {
        return delivery.event();
    }

    /** The entry as it came; empty for an event. */
    public Optional<RawEntry> raw() {
        return delivery.malformed().map(MalformedEntry::raw);
    }
}
