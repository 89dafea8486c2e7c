package dev.sentiment4j.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** For what has to be done before the end, although the thread is interrupted. */
public final class Uninterrupted {
    private Uninterrupted() {}

    /**
     * Does it as if the calling thread were not interrupted, since files and sockets refuse to work for one that is;
     * afterwards it is again.
     */
    public static void run(Runnable work) {
        boolean interrupted = Thread.interrupted();
        try {
            work.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Waits until a thread has ended, also if the calling thread is interrupted before or meanwhile; afterwards it is
     * again.
     *
     * @param limit how long to wait at most
     * @return whether it has ended
     */
    public static boolean join(Thread thread, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        long left = limit.toNanos();
        while (thread.isAlive() && left > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = deadline - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
