package dev.sentiment4j.pipeline;

import java.time.Instant;
import java.util.Objects;

/**
 * A stretch of time of which a source may have missed posts, for good: a live source was away for longer than its
 * platform lets it catch up.
 *
 * @param start the last moment that is known to be whole
 * @param end from when on it is whole again; not before the start
 * @param reason for people
 */
public record SourceGap(Instant start, Instant end, String reason) {
    public SourceGap {
        Objects.requireNonNull(reason, "reason");
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("a gap cannot end (" + end + ") before it starts (" + start + ")");
        }
    }
}
