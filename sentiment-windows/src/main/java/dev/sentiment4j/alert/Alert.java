package dev.sentiment4j.alert;

import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.window.CellKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An episode of a rule in a cell, as it stands. Rule, cell and start make it one episode: {@link #id()}. Immutable.
 *
 * @param rule the name of the rule
 * @param cell which posts
 * @param severity how bad
 * @param state where it stands
 * @param startedAt the end of the first window in which the condition held
 * @param firedAt the end of the window with which it fired; empty if it has not
 * @param updatedAt the end of the window that it was looked at last
 * @param resolvedAt the end of the window with which it ended; there if and only if it is resolved
 * @param window the name of the windows
 * @param metric what the rule looks at
 * @param value the metric's value then: when it was last there, in an episode that ended as posts ceased
 * @param threshold the value that it must not pass
 * @param posts how many posts are behind it
 * @param samples some of them, worth a look
 * @param summary what the rule says about it
 */
public record Alert(
        String rule,
        CellKey cell,
        Severity severity,
        AlertState state,
        Instant startedAt,
        Optional<Instant> firedAt,
        Instant updatedAt,
        Optional<Instant> resolvedAt,
        String window,
        AlertMetric metric,
        double value,
        double threshold,
        long posts,
        List<PostKey> samples,
        String summary) {
    /**
     * An episode.
     *
     * @throws IllegalArgumentException if state and times contradict each other
     */
    public Alert {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(cell, "cell");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
        Objects.requireNonNull(metric, "metric");
        samples = List.copyOf(samples);
        if ((state == AlertState.RESOLVED) != resolvedAt.isPresent()
                || (state == AlertState.PENDING && firedAt.isPresent())
                || (state == AlertState.FIRING && firedAt.isEmpty())) {
            throw new IllegalArgumentException("state " + state + " contradicts firedAt or resolvedAt");
        }
    }

    /** What is the same for all states of an episode, here and after a restart, and for no other episode. */
    public String id() {
        return rule + "|" + cell + "|" + startedAt;
    }
}
