package dev.sentiment4j.pipeline;

import java.util.Objects;

/**
 * An entry of a source that is no post event.
 *
 * @param raw the entry as it came
 * @param reason what is wrong with it, for people: which field and which rule, without the values
 */
public record MalformedEntry(RawEntry raw, String reason) {
    public MalformedEntry {
        Objects.requireNonNull(raw, "raw");
        Objects.requireNonNull(reason, "reason");
    }
}
