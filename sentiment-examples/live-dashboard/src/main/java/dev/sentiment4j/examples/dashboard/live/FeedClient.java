package dev.sentiment4j.examples.dashboard.live;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, and its place in the log. Messages are sent one at a time without waiting for any: the network calls
 * back when one has gone, and the next follows. A client that falls behind what the log keeps is let go.
 */
final class FeedClient {
    private static final Logger log = LoggerFactory.getLogger(FeedClient.class);

    private final Session session;
    private final FeedLog messages;
    private final Runnable shed;
    private final Executor closing;
    /** Taken by whoever sends; a message on its way keeps it, and nobody sends before the greeting. */
    private final AtomicBoolean sending = new AtomicBoolean(true);

    private final AtomicBoolean gone = new AtomicBoolean();
    /** The number of the last message sent; written by whoever holds {@link #sending}. */
    private volatile long place;

    /**
     * A client that has heard nothing yet.
     *
     * @param place the number of the last message that it need not hear
     * @param shed told when it is let go for being slow
     * @param closing ends connections
     */
    FeedClient(Session session, FeedLog messages, long place, Runnable shed, Executor closing) {
        this.session = session;
        this.messages = messages;
        this.place = place;
        this.shed = shed;
        this.closing = closing;
    }

    /** Sends what a client hears first, and then whatever the log has. Called once, before which nothing is sent. */
    void begin(String greeting) {
        if (send(greeting, place)) {
            drain();
        }
    }

    /** Goes on, unless a message is on its way: then its end does. Never waits. */
    void pump() {
        if (sending.compareAndSet(false, true)) {
            drain();
        } else if (!messages.reaches(place)) {
            // Its message may never go; nobody waits for that.
            shed("behind what is kept");
        }
    }

    /** Holds {@link #sending}; gives it back, or leaves it to a message on its way. */
    private void drain() {
        while (!gone.get()) {
            FeedLog.Portion portion = messages.after(place);
            if (portion != null) {
                if (!send(portion.text(), portion.last())) {
                    return;
                }
            } else if (messages.last() > place) {
                shed("behind what is kept");
            } else {
                sending.set(false);
                // Looked at again, for what was added just before.
                if (messages.last() == place || !sending.compareAndSet(false, true)) {
                    return;
                }
            }
        }
    }

    /** Whether it has gone already; if not, its callback goes on. */
    private boolean send(String message, long number) {
        AtomicBoolean first = new AtomicBoolean(true);
        try {
            session.getAsyncRemote().sendText(message, result -> {
                sent(result, number);
                if (!first.compareAndSet(true, false)) {
                    drain();
                }
            });
        } catch (RuntimeException e) {
            log.debug("a client of the feed is gone", e);
            end(CloseCodes.GOING_AWAY, "gone");
        }
        return !first.compareAndSet(true, false);
    }

    private void sent(SendResult result, long number) {
        if (result.isOK()) {
            place = number;
        } else {
            shed("a message did not go in time, or the connection is lost");
        }
    }

    private void shed(String why) {
        if (!gone.get()) {
            log.debug("a client of the feed is let go: {}", why);
            shed.run();
            end(CloseCodes.TRY_AGAIN_LATER, "too slow");
        }
    }

    /**
     * Ends the connection, on a thread that may wait for a client that reads nothing. Idempotent.
     *
     * @return complete when it is ended; at once if that is somebody else's doing
     */
    CompletableFuture<Void> end(CloseCodes code, String reason) {
        if (!gone.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        session.close(new CloseReason(code, reason));
                    } catch (IOException | RuntimeException e) {
                        log.debug("a client of the feed was gone already", e);
                    }
                },
                closing);
    }
}
