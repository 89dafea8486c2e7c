package dev.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Threads in tests, without sleeping: what they wait for is a state or a latch, and time only bounds the wait. */
public final class TestThreads {
    private static final long PATIENCE_SECONDS = 30;

    private TestThreads() {}

    /** A thread that runs a call; its result, or its failure, comes out of {@link #get}. */
    public static final class Call<T> {
        private final FutureTask<T> task;
        private final Thread thread;

        private Call(Callable<T> callable) {
            this.task = new FutureTask<>(callable);
            this.thread = new Thread(task, "test-call");
            thread.setDaemon(true);
        }

        public Thread thread() {
            return thread;
        }

        public boolean isDone() {
            return task.isDone();
        }

        public T get() throws Exception {
            return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        /** Waits until the thread waits for something. */
        public Call<T> awaitBlocked() {
            TestThreads.awaitBlocked(thread);
            return this;
        }
    }

    /** Starts a call. */
    public static <T> Call<T> start(Callable<T> callable) {
        Call<T> call = new Call<>(callable);
        call.thread.start();
        return call;
    }

    /** Waits until a thread waits for something. */
    public static void awaitBlocked(Thread thread) {
        long start = System.nanoTime();
        while (true) {
            Thread.State state = thread.getState();
            if (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING) {
                return;
            }
            assertThat(state).as("a thread that should wait has ended").isNotEqualTo(Thread.State.TERMINATED);
            assertThat(System.nanoTime() - start)
                    .as("nanoseconds until %s waits", thread)
                    .isLessThan(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
            Thread.onSpinWait();
        }
    }

    /** The living lanes of an analyzer. */
    public static List<Thread> lanesOf(String analyzerName) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(analyzerName + "-lane-"))
                .toList();
    }

    /** All living threads of an analyzer. */
    public static List<Thread> threadsOf(String analyzerName) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(analyzerName + "-"))
                .toList();
    }

    /** Waits until an analyzer has no lane left. */
    public static void assertNoLanesOf(String analyzerName) {
        assertEnd(lanesOf(analyzerName));
        assertThat(lanesOf(analyzerName)).isEmpty();
    }

    /** Waits until threads have ended. */
    public static void assertEnd(List<Thread> threads) {
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while " + thread + " ends", e);
            }
            assertThat(thread.isAlive()).as("%s is alive", thread).isFalse();
        }
    }
}
