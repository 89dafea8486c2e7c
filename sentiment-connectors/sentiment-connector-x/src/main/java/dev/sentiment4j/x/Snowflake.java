package dev.sentiment4j.x;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * X's ids, which tell the time they were given: milliseconds since the first of them, then 22 bits of machine and
 * sequence; see X's documentation of its ids.
 */
final class Snowflake {
    private static final long EPOCH_MILLIS = 1_288_834_974_657L;
    private static final int LOW_BITS = 22;
    /** Ids of the first day, and those of before: counters, or made up. */
    private static final long FIRST = Duration.ofDays(1).toMillis() << LOW_BITS;

    private Snowflake() {}

    /** When an id was given; nothing if it is none of these. */
    static Optional<Instant> time(long id) {
        return id < FIRST ? Optional.empty() : Optional.of(Instant.ofEpochMilli((id >> LOW_BITS) + EPOCH_MILLIS));
    }

    /** The lowest id of a time; zero for a time before the first. */
    static long at(Instant time) {
        return Math.max(0, time.toEpochMilli() - EPOCH_MILLIS) << LOW_BITS;
    }

    /** The id so much time before another one, or that one if it tells no time. */
    static long before(long id, Duration time) {
        return id < FIRST ? id : Math.max(0, id - (time.toMillis() << LOW_BITS));
    }
}
