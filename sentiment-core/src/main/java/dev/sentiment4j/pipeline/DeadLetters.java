package dev.sentiment4j.pipeline;

import java.util.List;

/**
 * Takes what cannot be processed, so that it is neither lost nor in the way. A delivery is acknowledged once its letter
 * is written. Life and threads are those of {@link PostSink}: opened once, used by one thread at a time, closed.
 *
 * <p>A letter may come twice (a crash between writing and acknowledging); {@link Delivery#id()} with
 * {@link DeadLetter#source()} tells.
 */
public interface DeadLetters extends AutoCloseable {
    /**
     * Writes the keys, reasons and attempts to SLF4J as warnings, and nothing else: the posts are gone. For hosts that
     * can do without them.
     */
    static DeadLetters logging() {
        return new LoggingDeadLetters();
    }

    /** A short name for logs and metrics, without secrets. */
    String name();

    /**
     * Gets ready, see {@link PostSink#open()}.
     *
     * @throws SinkException if it cannot work
     */
    default void open() {}

    /**
     * Keeps letters. When this returns, all of them are stored.
     *
     * @param letters at least one, unmodifiable
     * @throws SinkException {@linkplain SinkException#unavailable unavailable} if it may heal: the same letters come
     *     again; anything else stops the pipeline as failed, and nothing of it is acknowledged
     * @throws InterruptedException if the thread is interrupted; some may be stored
     */
    void write(List<DeadLetter> letters) throws InterruptedException;

    /** Frees what it holds. Idempotent, also when it never was open. */
    @Override
    void close();
}
