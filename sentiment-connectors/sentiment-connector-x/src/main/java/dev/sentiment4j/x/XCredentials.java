package dev.sentiment4j.x;

import dev.sentiment4j.http.Secret;
import dev.sentiment4j.http.TokenSupplier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** As which app to speak to X: with a bearer token, or with what one is exchanged for. Immutable and thread-safe. */
public final class XCredentials {
    private final @Nullable TokenSupplier supplier;
    private final @Nullable String key;
    private final @Nullable Secret secret;

    private XCredentials(@Nullable TokenSupplier supplier, @Nullable String key, @Nullable Secret secret) {
        this.supplier = supplier;
        this.key = key;
        this.secret = secret;
    }

    /** An app's bearer token, as the developer console shows it, "%" and all. */
    public static XCredentials bearer(Secret token) {
        return bearer(TokenSupplier.of(Objects.requireNonNull(token, "token")));
    }

    /**
     * {@link #bearer(Secret)} of a text.
     *
     * @throws IllegalArgumentException if it is blank or has characters that no token has
     * @throws NullPointerException if it is null, as an environment variable is that is not set
     */
    public static XCredentials bearer(String token) {
        Objects.requireNonNull(token, "the bearer token is null; is the environment variable set?");
        if (token.strip().regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new IllegalArgumentException("a bearer token is what stands behind the word Bearer; leave that out");
        }
        return bearer(Secret.of(token));
    }

    /** Tokens from somewhere else, such as a vault. */
    public static XCredentials bearer(TokenSupplier tokens) {
        return new XCredentials(Objects.requireNonNull(tokens, "tokens"), null, null);
    }

    /**
     * An app's key and secret, which are exchanged for a bearer token when it is needed, and again when that is
     * refused.
     *
     * @throws IllegalArgumentException if the key is blank or has characters that none has
     * @throws NullPointerException if one is null, as an environment variable is that is not set
     */
    public static XCredentials clientCredentials(String key, Secret secret) {
        Objects.requireNonNull(key, "the app's key is null; is the environment variable set?");
        return new XCredentials(null, Secret.of(key).reveal(), Objects.requireNonNull(secret, "secret"));
    }

    /**
     * {@link #clientCredentials(String, Secret)} of a text.
     *
     * @throws IllegalArgumentException if one is blank or has characters that none has
     * @throws NullPointerException if one is null, as an environment variable is that is not set
     */
    public static XCredentials clientCredentials(String key, String secret) {
        Objects.requireNonNull(secret, "the app's secret is null; is the environment variable set?");
        return clientCredentials(key, Secret.of(secret));
    }

    /** Where tokens come from. */
    TokenSupplier tokens(Connection connection) {
        if (supplier != null) {
            return supplier;
        }
        return new TokenExchange(
                connection, Objects.requireNonNull(key, "key"), Objects.requireNonNull(secret, "secret"));
    }

    /** Of which kind; never the credentials themselves. */
    @Override
    public String toString() {
        return "XCredentials[" + (supplier != null ? "bearer" : "client credentials") + "]";
    }
}
