package dev.sentiment4j.reddit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request to Reddit has failed; the message names state and remedy, and no secret. */
final class RedditFaultException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    enum Kind {
        /** The network or Reddit's servers: try again, soon at first. */
        UNAVAILABLE,
        /** Too many requests: nobody of the client may ask for a time. */
        RATE_LIMITED,
        /** The token was refused; another one can be had. */
        TOKEN,
        /** Something before Reddit blocks this network or client: try again, seldom. */
        BLOCKED,
        /** What is asked for cannot be read by this client, or is not there. */
        REFUSED,
        /** Only a person can help. */
        FATAL
    }

    private final Kind kind;
    private final Duration atLeast;

    private RedditFaultException(Kind kind, String message, Duration atLeast, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.atLeast = atLeast;
    }

    static RedditFaultException of(Kind kind, String message, @Nullable Throwable cause) {
        return new RedditFaultException(kind, message, Duration.ZERO, cause);
    }

    static RedditFaultException rateLimited(String message, Duration atLeast) {
        return new RedditFaultException(Kind.RATE_LIMITED, message, atLeast, null);
    }

    Kind kind() {
        return kind;
    }

    /** How long Reddit wants us to wait; zero if it does not say. */
    Duration atLeast() {
        return atLeast;
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
