package dev.sentiment4j.window;

/**
 * Is given windows by {@link SentimentWindows}: each when the watermark has passed its end, in the order of their ends,
 * and again, corrected, when late posts, edits or deletions changed it.
 */
@FunctionalInterface
public interface WindowListener {
    /**
     * A window closed, or was corrected. Called by whichever thread gave the posts, one at a time, without a lock.
     *
     * @throws dev.sentiment4j.SentimentException if the window could not be taken now: with
     *     {@link dev.sentiment4j.SentimentException#isRetriable()} it is given again before anything else, and the
     *     posts' pipeline waits; any other exception is logged, and the window is lost for this listener
     * @throws InterruptedException if the thread is interrupted; the window is given again
     */
    void onWindow(WindowSnapshot window) throws InterruptedException;
}
