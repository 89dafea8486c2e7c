package dev.sentiment4j.alert;

import java.util.Optional;

/**
 * Keeps what an engine must know after a restart, so that nothing fires twice. Written whenever that changes, in one
 * piece: some hundred bytes for each episode that is not over. Thread-safe.
 */
public interface AlertStore {
    /**
     * What was kept last.
     *
     * @throws dev.sentiment4j.SentimentException if it cannot tell
     */
    Optional<String> load(String engine) throws InterruptedException;

    /**
     * Keeps a state instead of the one before: all of it, or nothing.
     *
     * @param engine the engine's name
     * @throws dev.sentiment4j.SentimentException if it cannot; retriable if it may later
     */
    void save(String engine, String state) throws InterruptedException;

    /** A store that a restart empties. */
    static AlertStore inMemory() {
        return new InMemoryAlertStore();
    }
}
