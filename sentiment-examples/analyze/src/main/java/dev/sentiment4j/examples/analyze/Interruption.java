package dev.sentiment4j.examples.analyze;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C end a command in good order: the working thread is interrupted, and the JVM waits until it has put its
 * results to safety. The exit code is then the JVM's own for the signal, 130.
 */
final class Interruption {
    private static final long PATIENCE_SECONDS = 15;

    private final CountDownLatch finished = new CountDownLatch(1);

    /** Call on the thread that does the work. */
    void install() {
        Thread worker = Thread.currentThread();
        Thread hook = new Thread(
                () -> {
                    if (finished.getCount() > 0) {
                        worker.interrupt();
                        await();
                    }
                },
                "sentiment-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Nothing is left to be saved. */
    void finished() {
        finished.countDown();
    }

    private void await() {
        try {
            if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("stopped without finishing: the engine did not answer in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
