package dev.sentiment4j.x;

import dev.sentiment4j.pipeline.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the largest id that had been seen at a moment of the last minute, or before. Posts come a little out of order,
 * so what is searched for after a gap begins with the largest id from some time before it. An id that cannot be one of
 * X by now counts for nothing: after it, all others would be old. Thread-safe.
 */
final class Marks {
    private static final Logger log = LoggerFactory.getLogger(Marks.class);

    private static final long STEP_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

    private static final class Mark {
        final long from;
        long nanos;
        long id;

        Mark(long nanos, long id) {
            this.from = nanos;
            this.nanos = nanos;
            this.id = id;
        }
    }

    private final String source;
    private final Supplier<Instant> now;
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private boolean warned;

    /**
     * Knows nothing yet.
     *
     * @param source names the source in what is said
     * @param now X's time
     */
    Marks(String source, Supplier<Instant> now) {
        this.source = source;
        this.now = now;
    }

    /** An id as a number, if X can have given it by now. */
    static OptionalLong number(String id, Instant now) {
        try {
            long number = Long.parseLong(id);
            return Snowflake.isPossible(number, now) ? OptionalLong.of(number) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** The id from which to go on, as a number, if X can have given it by now; says so if not. */
    static OptionalLong kept(String source, String id, Instant now) {
        OptionalLong number = number(id, now);
        if (number.isEmpty()) {
            log.warn(
                    "{}: the id from which to go on is none that X can have given by now; going on without it. Is this"
                            + " machine's clock right?",
                    source);
        }
        return number;
    }

    /** The id before the lowest of deliveries: all up to it are done. */
    OptionalLong before(List<Delivery> open) {
        Instant present = now.get();
        return open.stream()
                .map(delivery -> number(delivery.id(), present))
                .flatMapToLong(OptionalLong::stream)
                .map(id -> id - 1)
                .min();
    }

    synchronized void seen(String id, long nanos) {
        OptionalLong number = number(id, now.get());
        if (number.isEmpty()) {
            if (!warned) {
                warned = true;
                log.warn(
                        "{}: a post has an id that X cannot have given by now; the place to go on from does not follow"
                                + " such ids. Is this machine's clock right?",
                        source);
            }
            return;
        }
        Mark last = marks.peekLast();
        long highest = last == null ? number.getAsLong() : Math.max(last.id, number.getAsLong());
        if (last != null && nanos - last.from < STEP_NANOS) {
            last.nanos = nanos;
            last.id = highest;
            return;
        }
        marks.add(new Mark(nanos, highest));
        // One that is older than all that may be asked for stays, for quiet streams.
        while (marks.size() > 70) {
            marks.remove();
        }
        while (marks.size() > 1 && nanos - second().nanos > KEPT_NANOS) {
            marks.remove();
        }
    }

    private Mark second() {
        var each = marks.iterator();
        each.next();
        return each.next();
    }

    /** The largest id that was seen then or earlier. */
    synchronized OptionalLong at(long nanos) {
        OptionalLong found = OptionalLong.empty();
        for (Mark mark : marks) {
            if (mark.nanos - nanos <= 0) {
                found = OptionalLong.of(mark.id);
            }
        }
        return found;
    }

    /** The largest id of all. */
    synchronized OptionalLong highest() {
        Mark last = marks.peekLast();
        return last == null ? OptionalLong.empty() : OptionalLong.of(last.id);
    }
}
