package dev.sentiment4j.x;

import dev.sentiment4j.http.HttpOptions;
import dev.sentiment4j.http.OptionChecks;
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
    public static final String DEFAULT_BASE_URL = "https://api.x.com";

    private final XCredentials credentials;
    private final URI baseUrl;
    private final HttpOptions http;

    private XOptions(Builder b) {
        this.credentials = b.credentials;
        this.baseUrl = b.baseUrl;
        this.http = b.http;
    }

    /** X with a bearer token, and defaults for the rest. */
    public static XOptions bearer(String token) {
        return builder(XCredentials.bearer(token)).build();
    }

    public static Builder builder(XCredentials credentials) {
        return new Builder(credentials);
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return new Builder(credentials).baseUrl(baseUrl).http(http);
    }

    /** As whom; required. */
    public XCredentials credentials() {
        return credentials;
    }

    /** Where the API is; default {@value #DEFAULT_BASE_URL}. Another one for tests and gateways. */
    public URI baseUrl() {
        return baseUrl;
    }

    /** How to speak HTTP; default {@link HttpOptions#defaults()}. */
    public HttpOptions http() {
        return http;
    }

    @Override
    public String toString() {
        return "XOptions[credentials=" + credentials + ", baseUrl=" + baseUrl + ", http=" + http + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private final XCredentials credentials;
        private URI baseUrl = URI.create(DEFAULT_BASE_URL);
        private HttpOptions http = HttpOptions.defaults();

        private Builder(XCredentials credentials) {
            this.credentials = Objects.requireNonNull(credentials, "credentials");
        }

        public Builder baseUrl(URI url) {
            this.baseUrl = Objects.requireNonNull(url, "url");
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
            OptionChecks.httpBase(problems, "baseUrl", baseUrl);
            OptionChecks.report("X options", problems);
            return new XOptions(this);
        }
    }
}
