package dev.sentiment4j.postgres;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One bucket of one group.
 *
 * @param start when the bucket begins
 * @param group the value of the dimension; empty for posts without one, and for {@link Dimension#NONE}
 * @param counts of its posts
 */
public record SeriesPoint(Instant start, Optional<String> group, LabelCounts counts) {
    public SeriesPoint {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(counts, "counts");
    }
}
