package dev.sentiment4j.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;

/** Tells time and waits, so that tests need not: all waiting of a connector goes through one of these. Thread-safe. */
public interface TimeSource {
    /** The wall clock, which may jump; for what a platform's clock is compared with. */
    Instant now();

    /** Nanoseconds of a clock that never jumps; for how long something takes. */
    long nanoTime();

    /**
     * Lets the calling thread sleep.
     *
     * @param time zero or less does not sleep
     * @throws InterruptedException if it is interrupted, before or meanwhile
     */
    void sleep(Duration time) throws InterruptedException;

    /**
     * Waits for a condition, whose lock the caller holds, or until the time is over; may also wake up for no reason.
     *
     * @param signal of a lock that only short sections hold
     * @param nanos zero or less does not wait
     * @return what is left of the time
     * @throws InterruptedException if the thread is interrupted, before or meanwhile
     */
    long await(Condition signal, long nanos) throws InterruptedException;

    /** The time of the system. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }
}
