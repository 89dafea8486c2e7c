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

    /** How far the clocks of machines may be apart. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private Snowflake() {}

    /**
     * Whether a post that is there by now can have an id: one that tells a time, and none to come. Whatever else calls
     * itself an id is no place to go on from.
     */
    static boolean isPossible(long id, Instant now) {
        return time(id).filter(time -> time.isBefore(now.plus(AHEAD))).isPresent();
    }

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
