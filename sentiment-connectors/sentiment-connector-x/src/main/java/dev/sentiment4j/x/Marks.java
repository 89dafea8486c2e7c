package dev.sentiment4j.x;

import dev.sentiment4j.pipeline.Delivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;

/**
 * Knows the largest id that had been seen at a moment of the last minute, or before. Posts come a little out of order,
 * so what is searched for after a gap begins with the largest id from some time before it. Thread-safe.
 */
final class Marks {
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

    private final ArrayDeque<Mark> marks = new ArrayDeque<>();

    /** An id as a number, if it is one. */
    static OptionalLong number(String id) {
        try {
            return OptionalLong.of(Long.parseLong(id));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** The id before the lowest of deliveries: all up to it are done. */
    static OptionalLong before(List<Delivery> open) {
        return open.stream()
                .map(delivery -> number(delivery.id()))
                .flatMapToLong(OptionalLong::stream)
                .map(id -> id - 1)
                .min();
    }

    synchronized void seen(String id, long nanos) {
        OptionalLong number = number(id);
        if (number.isEmpty()) {
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
