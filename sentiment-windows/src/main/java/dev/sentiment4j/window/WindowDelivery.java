package dev.sentiment4j.window;

import dev.sentiment4j.SentimentException;
import dev.sentiment4j.pipeline.SinkException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives windows to listeners, in order, each until every listener has it. Thread-safe. */
final class WindowDelivery {
    private static final Logger log = LoggerFactory.getLogger(WindowDelivery.class);

    private final List<WindowListener> listeners;
    private final Deque<WindowSnapshot> waiting = new ArrayDeque<>();
    private final ReentrantLock turn = new ReentrantLock();
    /** Of the first that is waiting: the listener that comes next. */
    private int next;

    WindowDelivery(List<WindowListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    void queue(WindowSnapshot window) {
        if (!listeners.isEmpty()) {
            synchronized (waiting) {
                waiting.addLast(window);
            }
        }
    }

    /** What some listener has still to be given. */
    List<WindowSnapshot> waiting() {
        synchronized (waiting) {
            return List.copyOf(waiting);
        }
    }

    private @Nullable WindowSnapshot first() {
        synchronized (waiting) {
            return waiting.peekFirst();
        }
    }

    void deliver() throws InterruptedException {
        if (first() == null) {
            return;
        }
        // A listener that writes posts itself has its windows given by the call that is under way.
        if (turn.isHeldByCurrentThread()) {
            return;
        }
        turn.lockInterruptibly();
        try {
            for (WindowSnapshot window = first(); window != null; window = first()) {
                for (; next < listeners.size(); next++) {
                    give(listeners.get(next), window);
                }
                next = 0;
                synchronized (waiting) {
                    waiting.removeFirst();
                }
            }
        } finally {
            turn.unlock();
        }
    }

    private static void give(WindowListener listener, WindowSnapshot window) throws InterruptedException {
        try {
            listener.onWindow(window);
        } catch (SinkException e) {
            if (e.kind() != SinkException.Kind.BATCH_REJECTED) {
                throw e;
            }
            lost(window, e);
        } catch (SentimentException e) {
            if (e.isRetriable()) {
                throw SinkException.unavailable("a listener could not take " + window + ": " + e.getMessage(), e);
            }
            lost(window, e);
        } catch (RuntimeException | StackOverflowError e) {
            // As anywhere in a pipeline: what a post may cause is not taken for the end of the process.
            lost(window, e);
        }
    }

    private static void lost(WindowSnapshot window, Throwable e) {
        log.warn("a listener failed, and goes without {}", window, e);
    }
}
