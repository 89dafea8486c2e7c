package dev.sentiment4j.x;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many posts may be read in a day of UTC, which is how X bills; says so once when they are. Counts from its making
 * on. Thread-safe.
 */
final class PostBudget {
    private static final Logger log = LoggerFactory.getLogger(PostBudget.class);

    private final String source;
    private final long perDay;
    private final Supplier<Instant> now;
    private LocalDate day = LocalDate.MIN;
    private long read;

    /**
     * A budget.
     *
     * @param source names the source in what is said
     * @param perDay 0 for no limit
     */
    PostBudget(String source, long perDay, Supplier<Instant> now) {
        this.source = source;
        this.perDay = perDay;
        this.now = now;
    }

    private void turn() {
        LocalDate today = LocalDate.ofInstant(now.get(), ZoneOffset.UTC);
        if (!today.equals(day)) {
            day = today;
            read = 0;
        }
    }

    synchronized void count() {
        turn();
        read++;
        if (read == perDay) {
            log.warn("{}: {}; reading again tomorrow (UTC)", source, usedUp());
        }
    }

    /** That it is used up, in words. */
    String usedUp() {
        return "the budget of " + perDay + " posts a day is used up";
    }

    synchronized boolean isUsedUp() {
        turn();
        return perDay > 0 && read >= perDay;
    }

    synchronized long readToday() {
        turn();
        return read;
    }

    synchronized OptionalLong left() {
        turn();
        return perDay == 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(0, perDay - read));
    }
}
