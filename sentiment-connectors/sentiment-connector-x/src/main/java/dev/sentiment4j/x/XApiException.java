package dev.sentiment4j.x;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * X has refused a request, or ended a stream, and says why. It is the cause of the
 * {@link dev.sentiment4j.pipeline.SourceException} that callers get, and of what a listener hears when a stream is
 * disconnected. Its message has X's own words and a remedy; no token is in it.
 */
public final class XApiException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What it is about. */
    public enum Kind {
        /** Too many requests; it heals when the window ends. */
        RATE_LIMITED,
        /** X believes that another connection of this app is open. */
        TOO_MANY_CONNECTIONS,
        /** The posts of a day or month are used up. */
        USAGE_CAPPED,
        /** The token is not known, or not any more. */
        UNAUTHORIZED,
        /** The account has no credits. */
        CREDITS_DEPLETED,
        /** The app may not do this: not enrolled, no such access, spend cap reached. */
        FORBIDDEN,
        /** There are no rules, or none that is valid. */
        NO_RULES,
        /** The request is wrong: a parameter, a query, a rule. */
        INVALID_REQUEST,
        /** No more rules fit. */
        RULE_CAP,
        /** X has a problem, or asks to come back later. */
        UNAVAILABLE,
        /** X has ended a stream. */
        DISCONNECTED,
        /** The answer is not X's: another address, or an error page of something in between. */
        NOT_X,
        /** The answer is longer than {@code maxBodyBytes} of the {@link dev.sentiment4j.http.HttpOptions}. */
        TOO_LARGE,
        /** Anything else. */
        OTHER
    }

    private final Kind kind;
    private final int status;
    private final String reason;
    private final @Nullable Duration retryAfter;

    XApiException(Kind kind, int status, String reason, @Nullable Duration retryAfter, String message) {
        super(message);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.status = status;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** The HTTP status; that of a stream which X ended, and of an answer that is too long, is 200. */
    public int status() {
        return status;
    }

    /** X's own word for it, such as "client-not-enrolled" or "SlowReader"; empty if there is none. */
    public String reason() {
        return reason;
    }

    /** How long until the window of requests ends, as X said with the refusal; negative if its clock is ahead. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
