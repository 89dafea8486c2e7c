package dev.sentiment4j.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a source is behind, as far as it knows.
 *
 * @param waiting entries that nobody has been given yet
 * @param pending entries that were handed over, to this or another consumer, and not acknowledged
 * @param age how old the entry is that was handed over last
 */
public record SourceLag(OptionalLong waiting, OptionalLong pending, Optional<Duration> age) {
    /** Nothing is known. */
    public static final SourceLag UNKNOWN = new SourceLag(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
}
