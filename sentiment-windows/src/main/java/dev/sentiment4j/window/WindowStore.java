package dev.sentiment4j.window;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps windows by name and start. The same window again replaces what is there if its revision is not lower.
 * Thread-safe.
 *
 * <p>As a {@link WindowListener} it keeps every window that closes or is corrected.
 */
public interface WindowStore extends WindowListener {
    /**
     * Keeps a window.
     *
     * @throws dev.sentiment4j.SentimentException if it cannot
     */
    void put(WindowSnapshot window) throws InterruptedException;

    @Override
    default void onWindow(WindowSnapshot window) throws InterruptedException {
        put(window);
    }

    /**
     * The latest window of a name: that with the latest start.
     *
     * @throws dev.sentiment4j.SentimentException if it cannot tell
     */
    Optional<WindowSnapshot> latest(String window) throws InterruptedException;

    /**
     * Windows of a name, by start.
     *
     * @param from the earliest start
     * @param to after the latest start
     * @throws dev.sentiment4j.SentimentException if it cannot tell
     */
    List<WindowSnapshot> between(String window, Instant from, Instant to) throws InterruptedException;
}
