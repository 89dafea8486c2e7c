package dev.sentiment4j.testkit;

import dev.sentiment4j.http.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * Time that stands still until somebody moves it. Threads that sleep, or wait for something with a limit, do so until
 * time has been moved far enough. Thread-safe.
 *
 * <p>{@link #advanceToNextWake()} is how a test walks through a schedule: it waits until a thread sleeps, moves time to
 * when that one wakes up, and tells how far that was.
 */
public final class VirtualTime implements TimeSource {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long SLICE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final Object monitor = new Object();
    private final List<Sleeper> sleepers = new ArrayList<>();
    /** When the wait that a thread is in is over. */
    private final Map<String, Long> waits = new HashMap<>();

    private Instant wall;
    private long nanos;

    private static final class Sleeper {
        final long deadline;
        final String thread = Thread.currentThread().getName();

        Sleeper(long deadline) {
            this.deadline = deadline;
        }
    }

    /** Time that stands at a moment. */
    public VirtualTime(Instant start) {
        this.wall = start;
    }

    @Override
    public Instant now() {
        synchronized (monitor) {
            return wall;
        }
    }

    @Override
    public long nanoTime() {
        synchronized (monitor) {
            return nanos;
        }
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        synchronized (monitor) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (time.isZero() || time.isNegative()) {
                return;
            }
            Sleeper sleeper = new Sleeper(nanos + time.toNanos());
            sleepers.add(sleeper);
            monitor.notifyAll();
            try {
                while (nanos < sleeper.deadline) {
                    monitor.wait();
                }
            } finally {
                sleepers.remove(sleeper);
            }
        }
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    public long await(Condition signal, long limit) throws InterruptedException {
        long deadline;
        synchronized (monitor) {
            deadline = nanos + limit;
            waits.put(Thread.currentThread().getName(), deadline);
            monitor.notifyAll();
        }
        try {
            if (limit > 0) {
                // The lock of the condition is not ours to take, so what moves time cannot signal it: the caller looks
                // often.
                signal.awaitNanos(SLICE_NANOS);
            }
        } finally {
            synchronized (monitor) {
                waits.remove(Thread.currentThread().getName());
            }
        }
        return deadline - nanoTime();
    }

    /** Moves time, wall clock included. */
    public void advance(Duration time) {
        synchronized (monitor) {
            nanos += time.toNanos();
            wall = wall.plus(time);
            monitor.notifyAll();
        }
    }

    /** Sets the wall clock forward or back, as an administrator or NTP might; nobody wakes up from that. */
    public void jumpWallClock(Duration by) {
        synchronized (monitor) {
            wall = wall.plus(by);
        }
    }

    /**
     * Waits until a thread sleeps, and moves time to when the first of the sleepers wakes up.
     *
     * @return by how much; zero if a sleeper has been late
     * @throws AssertionError if nobody sleeps within 30 seconds of real time
     */
    public Duration advanceToNextWake() throws InterruptedException {
        return advanceToNextWake("");
    }

    /** {@link #advanceToNextWake()} of a thread whose name begins so. */
    public Duration advanceToNextWake(String threadPrefix) throws InterruptedException {
        synchronized (monitor) {
            long patience = System.nanoTime() + PATIENCE.toNanos();
            while (next(threadPrefix).isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(patience - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no thread " + threadPrefix + " sleeps");
                }
                monitor.wait(left);
            }
            Sleeper next = next(threadPrefix).orElseThrow();
            Duration by = Duration.ofNanos(Math.max(0, next.deadline - nanos));
            // So that a second call does not meet the same sleeper before it has woken up.
            sleepers.remove(next);
            advance(by);
            return by;
        }
    }

    /**
     * Waits until a thread whose name begins so waits for something for exactly so long: it has begun to wait, and may
     * be made to give up by moving time that far.
     *
     * @throws AssertionError if none does within 30 seconds of real time
     */
    public void awaitWaiter(String threadPrefix, Duration limit) throws InterruptedException {
        synchronized (monitor) {
            long patience = System.nanoTime() + PATIENCE.toNanos();
            while (waits.entrySet().stream()
                    .noneMatch(wait ->
                            wait.getKey().startsWith(threadPrefix) && wait.getValue() - nanos == limit.toNanos())) {
                long left = TimeUnit.NANOSECONDS.toMillis(patience - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no thread " + threadPrefix + " waits for " + limit);
                }
                monitor.wait(left);
            }
        }
    }

    /** How long the next sleeper will sleep on, if somebody sleeps. */
    public Optional<Duration> nextWake() {
        synchronized (monitor) {
            return next("").map(sleeper -> Duration.ofNanos(Math.max(0, sleeper.deadline - nanos)));
        }
    }

    private Optional<Sleeper> next(String threadPrefix) {
        return sleepers.stream()
                .filter(sleeper -> sleeper.thread.startsWith(threadPrefix))
                .min(Comparator.comparingLong(sleeper -> sleeper.deadline));
    }
}
