package dev.sentiment4j.http;

import dev.sentiment4j.pipeline.SourceException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The thread of a connector that asks its platform again and again. Thread-safe. */
public final class PollLoop implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What it does. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does the next thing, one request at most.
         *
         * @return how long nothing is to be done; zero for none
         * @throws SourceException if it cannot go on
         */
        Duration step() throws InterruptedException;
    }

    private final Thread thread;
    private final Work work;
    private final DeliveryDesk desk;
    private final TimeSource time;
    private volatile boolean closed;

    private PollLoop(String name, Work work, DeliveryDesk desk, TimeSource time) {
        this.work = work;
        this.desk = desk;
        this.time = time;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /**
     * Starts a thread.
     *
     * @param name of the thread
     * @param desk hears of a failure that ends the work
     */
    public static PollLoop start(String name, Work work, DeliveryDesk desk, TimeSource time) {
        PollLoop loop = new PollLoop(name, work, desk, time);
        loop.thread.start();
        return loop;
    }

    private void run() {
        try {
            while (!closed) {
                time.sleep(work.step());
            }
        } catch (InterruptedException e) {
            if (!closed) {
                desk.fail(e);
            }
        } catch (RuntimeException | Error e) {
            desk.fail(e);
        }
    }

    /** Ends the thread, in whatever it waits, and waits until it has ended. Idempotent. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (thread != Thread.currentThread() && thread.isAlive() && System.nanoTime() < deadline) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
