package dev.sentiment4j.x;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** How many posts may be read in a day of UTC, which is how X bills. Counts from its making on. Thread-safe. */
final class PostBudget {
    private final long perDay;
    private final Supplier<Instant> now;
    private LocalDate day = LocalDate.MIN;
    private long read;

    /**
     * A budget.
     *
     * @param perDay 0 for no limit
     */
    PostBudget(long perDay, Supplier<Instant> now) {
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
