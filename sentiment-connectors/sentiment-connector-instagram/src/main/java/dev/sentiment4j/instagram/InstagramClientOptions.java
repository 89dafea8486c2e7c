package dev.sentiment4j.instagram;

import dev.sentiment4j.http.HttpOptions;
import dev.sentiment4j.http.OptionChecks;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.http.TokenSupplier;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How an {@link InstagramClient} reaches the Graph API. Immutable and thread-safe; {@link Builder#build()} reports
 * every bad value at once.
 */
public final class InstagramClientOptions {
    private final TokenSupplier tokens;
    private final URI graphUri;
    private final int requestsPerHour;
    private final HttpOptions http;

    private InstagramClientOptions(Builder b) {
        this.tokens = b.tokens;
        this.graphUri = b.graphUri;
        this.requestsPerHour = b.requestsPerHour;
        this.http = b.http;
    }

    /** Starts options with a token of a user or page, which its owner renews in time. */
    public static Builder builder(Secret token) {
        return new Builder(TokenSupplier.of(token));
    }

    /** Starts options with tokens that somebody gets and renews. */
    public static Builder builder(TokenSupplier tokens) {
        return new Builder(tokens);
    }

    TokenSupplier tokens() {
        return tokens;
    }

    /**
     * Where the API is, version included; default {@code https://graph.facebook.com/v24.0}. Hashtags are there alone;
     * comments on own media also at {@code https://graph.instagram.com/v24.0}.
     */
    public URI graphUri() {
        return graphUri;
    }

    /** Requests in any hour, for all sources of the client together; default 200. */
    public int requestsPerHour() {
        return requestsPerHour;
    }

    /** How HTTP is spoken. */
    public HttpOptions http() {
        return http;
    }

    @Override
    public String toString() {
        return "InstagramClientOptions[graphUri=" + graphUri + ", requestsPerHour=" + requestsPerHour + ", " + http
                + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private final TokenSupplier tokens;
        private URI graphUri = URI.create("https://graph.facebook.com/v24.0");
        private int requestsPerHour = 200;
        private HttpOptions http = HttpOptions.defaults();

        private Builder(TokenSupplier tokens) {
            this.tokens = Objects.requireNonNull(tokens, "tokens");
        }

        public Builder graphUri(URI uri) {
            this.graphUri = Objects.requireNonNull(uri, "uri");
            return this;
        }

        public Builder requestsPerHour(int requests) {
            this.requestsPerHour = requests;
            return this;
        }

        public Builder http(HttpOptions http) {
            this.http = Objects.requireNonNull(http, "http");
            return this;
        }

        /**
         * The options.
         *
         * @throws dev.sentiment4j.InvalidOptionsException listing every value that cannot work
         */
        public InstagramClientOptions build() {
            List<String> problems = new ArrayList<>();
            OptionChecks.httpBase(problems, "graphUri", graphUri);
            OptionChecks.between(problems, "requestsPerHour", requestsPerHour, 1, 1_000_000);
            OptionChecks.report("Instagram client options", problems);
            return new InstagramClientOptions(this);
        }
    }
}
