package dev.sentiment4j.reddit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.HttpForms;
import dev.sentiment4j.http.HttpReply;
import dev.sentiment4j.http.Json;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.reddit.RedditFaultException.Kind;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The token of a client: got when it is first needed, and anew a while before it ends. Thread-safe. */
final class RedditTokens {
    /** How long before its end a token is renewed. */
    private static final Duration EARLY = Duration.ofSeconds(60);
    /** How long an old token that still is good is used after it could not be renewed. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    private static final long MAX_LIFE_SECONDS = Duration.ofDays(366).toSeconds();

    private final RedditClientOptions options;
    private final RedditWire wire;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Secret token;
    private @Nullable Secret refreshToken;
    private long renewAt;
    private long endsAt;

    RedditTokens(RedditClientOptions options, RedditWire wire, TimeSource time) {
        this.options = options;
        this.wire = wire;
        this.time = time;
    }

    /** A token that should be good. */
    Secret token() throws RedditFaultException, InterruptedException {
        lock.lockInterruptibly();
        try {
            return current();
        } finally {
            lock.unlock();
        }
    }

    private Secret current() throws RedditFaultException, InterruptedException {
        Secret current = token;
        long now = time.nanoTime();
        if (current != null && now - renewAt < 0) {
            return current;
        }
        try {
            return renew();
        } catch (RedditFaultException e) {
            if (e.kind() != Kind.FATAL && current != null && now - endsAt < 0) {
                renewAt = now + RETRY.toNanos();
                return current;
            }
            throw e;
        }
    }

    /** Reddit has refused a token. */
    void refused(Secret refused) {
        lock.lock();
        try {
            Secret current = token;
            token = current != null && refused.equals(current) ? null : current;
        } finally {
            lock.unlock();
        }
    }

    private Secret renew() throws RedditFaultException, InterruptedException {
        HttpRequest request = wire.request(
                        HttpForms.uri(options.tokenUri(), "/api/v1/access_token", java.util.Map.of()))
                .header("Authorization", options.credentials().authorization())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        HttpForms.encode(options.credentials().form(refreshToken))))
                .build();
        HttpReply reply = wire.send(request, "getting a token from Reddit");
        if (reply.status() == 400 || reply.status() == 401) {
            throw RedditFaultException.of(
                    Kind.FATAL,
                    "getting a token from Reddit: status " + reply.status()
                            + ": it does not know this client id with this secret; compare them with"
                            + " https://www.reddit.com/prefs/apps",
                    null);
        }
        wire.requireSuccess(reply, "getting a token from Reddit", Kind.FATAL);
        // Errors of OAuth come with status 200.
        JsonNode body = reply.object()
                .orElseThrow(() -> RedditFaultException.of(
                        Kind.UNAVAILABLE, "getting a token from Reddit: the answer is no JSON object", null));
        Optional<String> error = Json.text(body, "error");
        if (error.isPresent()) {
            throw RedditFaultException.of(Kind.FATAL, "getting a token from Reddit: " + explain(error.get()), null);
        }
        Secret fresh = secret(body, "access_token")
                .orElseThrow(() -> RedditFaultException.of(
                        Kind.UNAVAILABLE, "getting a token from Reddit: the answer has none", null));
        keep(fresh, body);
        return fresh;
    }

    private void keep(Secret fresh, JsonNode body) {
        long seconds = Math.min(Math.max(1, Json.integer(body, "expires_in").orElse(3600)), MAX_LIFE_SECONDS);
        Duration life = Duration.ofSeconds(seconds);
        Duration early = EARLY.compareTo(life.dividedBy(2)) < 0 ? EARLY : life.dividedBy(2);
        token = fresh;
        endsAt = time.nanoTime() + life.toNanos();
        renewAt = endsAt - early.toNanos();
        secret(body, "refresh_token").ifPresent(later -> refreshToken = later);
    }

    private static Optional<Secret> secret(JsonNode body, String name) {
        return Json.text(body, name).flatMap(value -> {
            try {
                return Optional.of(Secret.of(value));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    private static String explain(String error) {
        return switch (error) {
            case "invalid_grant" ->
                "invalid_grant: user name, password or refresh token are wrong or were revoked; with two-factor"
                        + " authentication take a refresh token";
            case "unauthorized_client" ->
                "unauthorized_client: an application of this type may not use this grant; register it as the right"
                        + " type";
            default ->
                (error.matches("[a-z_]{1,40}") ? error : "an error") + ": it refuses the request; look at the"
                        + " credentials";
        };
    }

    @Override
    public String toString() {
        return "RedditTokens[...]";
    }
}
