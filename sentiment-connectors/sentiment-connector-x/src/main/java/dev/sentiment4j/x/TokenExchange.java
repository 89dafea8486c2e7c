package dev.sentiment4j.x;

import dev.sentiment4j.http.BadJsonException;
import dev.sentiment4j.http.HttpFaults;
import dev.sentiment4j.http.HttpForms;
import dev.sentiment4j.http.HttpReply;
import dev.sentiment4j.http.Json;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.http.TokenSupplier;
import dev.sentiment4j.pipeline.SourceException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Exchanges key and secret for a bearer token (OAuth 2.0, client credentials), once for all who ask. */
final class TokenExchange implements TokenSupplier {
    private final Connection connection;
    private final String key;
    private final Secret secret;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Secret token;
    private @Nullable Secret refused;

    TokenExchange(Connection connection, String key, Secret secret) {
        this.connection = connection;
        this.key = key;
        this.secret = secret;
    }

    @Override
    public Secret token() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Secret t = token;
            if (t == null) {
                t = exchange();
                token = t;
            }
            return t;
        } finally {
            lock.unlock();
        }
    }

    /** X gives the same token until it is invalidated, so a new one that is equal to the refused one is no help. */
    @Override
    public boolean refused(Secret t) {
        lock.lock();
        try {
            boolean again = Objects.equals(t, refused);
            refused = t;
            if (Objects.equals(t, token)) {
                token = null;
            }
            return !again;
        } finally {
            lock.unlock();
        }
    }

    private Secret exchange() throws InterruptedException {
        HttpRequest request = connection
                .link()
                .request(HttpForms.uri(connection.base(), "/oauth2/token", Map.of()))
                .setHeader("Authorization", HttpForms.basic(HttpForms.encode(key), HttpForms.encode(secret.reveal())))
                .setHeader("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        try {
            HttpReply reply = connection.link().send(request);
            if (!reply.isSuccess()) {
                XApiException problem = Problems.of(reply, Instant.now());
                String message = "no bearer token: " + problem.getMessage();
                boolean heals = problem.kind() == XApiException.Kind.UNAVAILABLE
                        || problem.kind() == XApiException.Kind.RATE_LIMITED;
                throw heals ? SourceException.unavailable(message, problem) : SourceException.fatal(message, problem);
            }
            Optional<String> fresh = Json.text(reply.json(), "access_token").filter(t -> !t.isBlank());
            return Secret.of(fresh.orElseThrow(
                    () -> SourceException.unavailable("no bearer token: X's answer has no access_token", null)));
        } catch (IOException e) {
            throw SourceException.unavailable("no bearer token: " + HttpFaults.describe(e, connection.base()), e);
        } catch (BadJsonException e) {
            throw SourceException.unavailable("no bearer token: X's answer " + e.getMessage(), e);
        }
    }
}
