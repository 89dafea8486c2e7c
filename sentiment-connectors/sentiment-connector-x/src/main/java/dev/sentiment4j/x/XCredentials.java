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

    /**
     * An app's bearer token, as the developer console shows it, "%" and all.
     *
     * @throws IllegalArgumentException if it is blank or has characters that no token has
     */
    public static XCredentials bearer(String token) {
        return new XCredentials(TokenSupplier.of(Secret.of(token)), null, null);
    }

    /** Tokens from somewhere else, such as a vault. */
    public static XCredentials bearer(TokenSupplier tokens) {
        return new XCredentials(Objects.requireNonNull(tokens, "tokens"), null, null);
    }

    /**
     * An app's key and secret, which are exchanged for a bearer token when it is needed, and again when that is
     * refused.
     *
     * @throws IllegalArgumentException if one is blank or has characters that none has
     */
    public static XCredentials clientCredentials(String key, String secret) {
        return new XCredentials(null, Secret.of(key).reveal(), Secret.of(secret));
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
