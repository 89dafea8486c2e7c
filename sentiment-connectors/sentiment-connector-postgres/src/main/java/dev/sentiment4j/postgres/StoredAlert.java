package dev.sentiment4j.postgres;

import dev.sentiment4j.pipeline.PostKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * An episode of an alert rule. Rule, cell and start make it one episode: storing it again changes its state.
 *
 * @param rule the name of the rule, not empty
 * @param cell what it is about, such as "product=phone,city=Berlin"; empty for everything
 * @param severity how bad
 * @param state where it stands
 * @param startedAt when it began
 * @param updatedAt when its state or values last changed
 * @param resolvedAt when it ended; there if and only if it is resolved
 * @param observed the value that the rule looks at
 * @param threshold the value that it must not pass
 * @param postCount how many posts are behind it
 * @param samplePosts some of them
 * @param details anything else, as a JSON object
 */
public record StoredAlert(
        String rule,
        String cell,
        Severity severity,
        State state,
        Instant startedAt,
        Instant updatedAt,
        Optional<Instant> resolvedAt,
        OptionalDouble observed,
        OptionalDouble threshold,
        OptionalLong postCount,
        List<PostKey> samplePosts,
        String details) {
    /** How bad it is. */
    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    /** Where an episode stands. */
    public enum State {
        /** The condition holds, but not yet for long enough. */
        PENDING,
        /** It has held for long enough. */
        FIRING,
        /** It is over. */
        RESOLVED
    }

    /**
     * An episode.
     *
     * @throws IllegalArgumentException if the rule has no name, or if state and end contradict each other
     */
    public StoredAlert {
        Objects.requireNonNull(cell, "cell");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
        Objects.requireNonNull(details, "details");
        samplePosts = List.copyOf(samplePosts);
        if (rule.isEmpty()) {
            throw new IllegalArgumentException("rule: must not be empty");
        }
        if ((state == State.RESOLVED) != resolvedAt.isPresent()) {
            throw new IllegalArgumentException(
                    "state = " + state + ": resolvedAt must be there if and only if it is RESOLVED");
        }
    }
}
