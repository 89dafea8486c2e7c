package dev.sentiment4j.reddit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.BadJsonException;
import dev.sentiment4j.http.HttpForms;
import dev.sentiment4j.http.HttpReply;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.reddit.RedditFaultException.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One client id at Reddit: its token and its limit, which all sources of an application share. Reddit counts the
 * requests of a client id together, so make one of these for each, however many sources read through it. Opens no
 * connection by itself and needs no closing. Thread-safe.
 */
public final class RedditClient {
    private final RedditClientOptions options;
    private final TimeSource time;
    private final RedditWire wire;
    private final RedditTokens tokens;

    /** A client by the system's time. */
    public RedditClient(RedditClientOptions options) {
        this(options, TimeSource.system());
    }

    /** A client by another time, for tests. */
    public RedditClient(RedditClientOptions options, TimeSource time) {
        this.options = options;
        this.time = time;
        this.wire = new RedditWire(options, time);
        this.tokens = new RedditTokens(options, wire, time);
    }

    public RedditClientOptions options() {
        return options;
    }

    /** Requests that were sent so far, those for tokens included. */
    public long requests() {
        return wire.requests();
    }

    /** Requests that Reddit's own window has left, as it last said; empty before it did. */
    public OptionalDouble remaining() {
        return wire.remaining();
    }

    TimeSource time() {
        return time;
    }

    /** How long until a request may be sent; zero if one may now. */
    Duration delay() {
        return wire.delay();
    }

    /** As {@link RedditWire#clockAhead}. */
    Duration clockAhead() {
        return wire.clockAhead();
    }

    /** Nobody sends anything for so long. */
    void block(Duration wait) {
        wire.block(wait);
    }

    /** The body of an answer; gets a token first where there is none. */
    JsonNode get(String path, Map<String, String> query, String doing)
            throws RedditFaultException, InterruptedException {
        Secret token = tokens.token();
        HttpReply reply = wire.send(
                wire.request(HttpForms.uri(options.apiUri(), path, query))
                        .header("Authorization", "bearer " + token.reveal())
                        .GET()
                        .build(),
                doing);
        if (reply.status() == 401) {
            tokens.refused(token);
            throw RedditFaultException.of(Kind.TOKEN, doing + ": status 401: the token has ended or was revoked", null);
        }
        wire.requireSuccess(reply, doing, Kind.REFUSED);
        try {
            return reply.json();
        } catch (BadJsonException e) {
            throw RedditFaultException.of(Kind.UNAVAILABLE, doing + ": the answer " + e.getMessage(), null);
        }
    }

    @Override
    public String toString() {
        return "RedditClient[" + options + "]";
    }
}
