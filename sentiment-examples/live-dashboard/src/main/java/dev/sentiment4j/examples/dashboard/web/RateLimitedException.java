package dev.sentiment4j.examples.dashboard.web;

import java.time.Duration;

/** A client has asked more than its share. */
public final class RateLimitedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long retryAfterSeconds;

    RateLimitedException(Duration retryAfter) {
        super(
                "too many requests from this address; try again in " + (retryAfter.toSeconds() + 1) + " s",
                null,
                false,
                false);
        this.retryAfterSeconds = retryAfter.toSeconds() + 1;
    }

    /** When it may ask again. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
