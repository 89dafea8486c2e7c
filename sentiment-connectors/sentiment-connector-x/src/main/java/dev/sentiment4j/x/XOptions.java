package dev.sentiment4j.x;

import dev.sentiment4j.http.HttpOptions;
import dev.sentiment4j.http.OptionChecks;
import dev.sentiment4j.http.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where X is, as whom to speak to it, and how. Immutable and thread-safe; {@link Builder#build()} reports every bad
 * value at once.
 */
public final class XOptions {
    /** Where X's API is: {@value}. */
    public static final String DEFAULT_API_URI = "https://api.x.com";

    private final XCredentials credentials;
    private final URI apiUri;
    private final HttpOptions http;

    private XOptions(Builder b) {
        this.credentials = b.credentials;
        this.apiUri = b.apiUri;
        this.http = b.http;
    }

    /** X with a bearer token, and defaults for the rest. */
    public static XOptions bearer(Secret token) {
        return builder(XCredentials.bearer(token)).build();
    }

    /** {@link #bearer(Secret)} of a text, as {@link XCredentials#bearer(String)} takes it. */
    public static XOptions bearer(String token) {
        return builder(XCredentials.bearer(token)).build();
    }

    public static Builder builder(XCredentials credentials) {
        return new Builder(credentials);
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return new Builder(credentials).apiUri(apiUri).http(http);
    }

    /** As whom; required. */
    public XCredentials credentials() {
        return credentials;
    }

    /** Where the API is; default {@value #DEFAULT_API_URI}. Another one for tests and gateways. */
    public URI apiUri() {
        return apiUri;
    }

    /** How to speak HTTP; default {@link HttpOptions#defaults()}. */
    public HttpOptions http() {
        return http;
    }

    @Override
    public String toString() {
        return "XOptions[credentials=" + credentials + ", apiUri=" + apiUri + ", http=" + http + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private final XCredentials credentials;
        private URI apiUri = URI.create(DEFAULT_API_URI);
        private HttpOptions http = HttpOptions.defaults();

        private Builder(XCredentials credentials) {
            this.credentials = Objects.requireNonNull(credentials, "credentials");
        }

        public Builder apiUri(URI uri) {
            this.apiUri = Objects.requireNonNull(uri, "uri");
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
        public XOptions build() {
            List<String> problems = new ArrayList<>();
            OptionChecks.httpBase(problems, "apiUri", apiUri);
            OptionChecks.report("X options", problems);
            return new XOptions(this);
        }
    }
}
