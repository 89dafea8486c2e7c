package dev.sentiment4j.reddit;

import dev.sentiment4j.http.HttpOptions;
import dev.sentiment4j.http.OptionChecks;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How a {@link RedditClient} reaches Reddit. Immutable and thread-safe; {@link Builder#build()} reports every bad value
 * at once.
 */
public final class RedditClientOptions {
    /** {@value}: what Reddit grants a client id. */
    public static final int DEFAULT_REQUESTS_PER_MINUTE = 100;

    private static final List<String> FOREIGN_AGENTS =
            List.of("java", "python", "curl", "mozilla", "okhttp", "apache-httpclient", "go-http");

    private final RedditCredentials credentials;
    private final String userAgent;
    private final int requestsPerMinute;
    private final URI apiUri;
    private final URI tokenUri;
    private final HttpOptions http;

    private RedditClientOptions(Builder b) {
        this.credentials = b.credentials;
        this.userAgent = b.userAgent;
        this.requestsPerMinute = b.requestsPerMinute;
        this.apiUri = b.apiUri;
        this.tokenUri = b.tokenUri;
        this.http = b.http.toBuilder().userAgent(b.userAgent).build();
    }

    /**
     * Starts options.
     *
     * @param userAgent how Reddit's rules want a client to name itself: {@code <platform>:<app id>:<version> (by
     *     /u/<user>)}, such as "server:com.example.mood:1.2 (by /u/ann)"
     */
    public static Builder builder(RedditCredentials credentials, String userAgent) {
        return new Builder(credentials, userAgent);
    }

    public RedditCredentials credentials() {
        return credentials;
    }

    /** How the client names itself to Reddit, which throttles or blocks names of libraries and browsers. */
    public String userAgent() {
        return userAgent;
    }

    /**
     * Requests in any minute, for all sources of the client together; default {@value #DEFAULT_REQUESTS_PER_MINUTE}.
     */
    public int requestsPerMinute() {
        return requestsPerMinute;
    }

    /** Where the API is; default {@code https://oauth.reddit.com}. */
    public URI apiUri() {
        return apiUri;
    }

    /** Where tokens come from; default {@code https://www.reddit.com}. */
    public URI tokenUri() {
        return tokenUri;
    }

    /** How HTTP is spoken; its user agent is not used. */
    public HttpOptions http() {
        return http;
    }

    @Override
    public String toString() {
        return "RedditClientOptions[" + credentials + ", userAgent=" + userAgent + ", requestsPerMinute="
                + requestsPerMinute + ", apiUri=" + apiUri + ", tokenUri=" + tokenUri + ", " + http + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private final RedditCredentials credentials;
        private final String userAgent;
        private int requestsPerMinute = DEFAULT_REQUESTS_PER_MINUTE;
        private URI apiUri = URI.create("https://oauth.reddit.com");
        private URI tokenUri = URI.create("https://www.reddit.com");
        private HttpOptions http = HttpOptions.defaults();

        private Builder(RedditCredentials credentials, String userAgent) {
            this.credentials = Objects.requireNonNull(credentials, "credentials");
            this.userAgent = Objects.requireNonNull(userAgent, "userAgent");
        }

        public Builder requestsPerMinute(int requests) {
            this.requestsPerMinute = requests;
            return this;
        }

        public Builder apiUri(URI uri) {
            this.apiUri = Objects.requireNonNull(uri, "uri");
            return this;
        }

        public Builder tokenUri(URI uri) {
            this.tokenUri = Objects.requireNonNull(uri, "uri");
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
        public RedditClientOptions build() {
            List<String> problems = new ArrayList<>();
            String lower = userAgent.toLowerCase(Locale.ROOT);
            if (userAgent.isBlank() || userAgent.length() < 7) {
                problems.add("userAgent: Reddit needs one of at least 7 characters, such as"
                        + " \"server:com.example.mood:1.2 (by /u/ann)\"");
            } else if (FOREIGN_AGENTS.stream().anyMatch(lower::startsWith)) {
                problems.add("userAgent: must not be that of a library or browser, which Reddit blocks; name your"
                        + " application, such as \"server:com.example.mood:1.2 (by /u/ann)\"");
            }
            if (!userAgent.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                problems.add("userAgent: must have printable ASCII characters only");
            }
            OptionChecks.between(problems, "requestsPerMinute", requestsPerMinute, 1, 10_000);
            OptionChecks.httpBase(problems, "apiUri", apiUri);
            OptionChecks.httpBase(problems, "tokenUri", tokenUri);
            OptionChecks.report("Reddit client options", problems);
            return new RedditClientOptions(this);
        }
    }
}
