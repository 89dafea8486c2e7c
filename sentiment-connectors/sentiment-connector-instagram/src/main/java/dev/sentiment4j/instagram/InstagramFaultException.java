package dev.sentiment4j.instagram;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request to the Graph API has failed; the message names state and remedy, and no secret. */
final class InstagramFaultException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    enum Kind {
        /** The network or the servers: try again. */
        UNAVAILABLE,
        /** Too many calls: nobody may ask for a time. */
        RATE_LIMITED,
        /** The token was refused, and another one can be had. */
        TOKEN,
        /** This hashtag or media cannot be read; others can. */
        TARGET,
        /** Only a person can help. */
        FATAL
    }

    private final Kind kind;
    private final Duration atLeast;

    InstagramFaultException(Kind kind, String message, Duration atLeast, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.atLeast = atLeast;
    }

    InstagramFaultException(Kind kind, String message) {
        this(kind, message, Duration.ZERO, null);
    }

    Kind kind() {
        return kind;
    }

    /** How long to wait; zero if nobody said. */
    Duration atLeast() {
        return atLeast;
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
