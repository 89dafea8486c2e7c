package dev.sentiment4j.http;

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
}
