package dev.sentiment4j.pipeline;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How threads wait between attempts; another one in tests, which do not wait. */
@FunctionalInterface
interface Pause {
    /** Waits in real time. */
    Pause REAL = (duration, stop) -> stop.await(duration.toNanos(), TimeUnit.NANOSECONDS);

    /**
     * Waits for so long, or until the latch is open.
     *
     * @return whether the latch is open
     */
    boolean await(Duration duration, CountDownLatch stop) throws InterruptedException;
}
