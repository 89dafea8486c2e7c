package dev.sentiment4j.http;

import java.net.ProxySelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a connector speaks HTTP. Immutable and thread-safe; {@link Builder#build()} reports every bad value at once.
 *
 * <p>Name lookups are the JVM's: set the security property {@code networkaddress.cache.ttl} if yours keeps them for
 * ever.
 */
public final class HttpOptions {
    private static final HttpOptions DEFAULTS = builder().build();

    private final String userAgent;
    private final Duration connectTimeout;
    private final Duration requestTimeout;
    private final int maxBodyBytes;
    private final @Nullable ProxySelector proxy;
    private final @Nullable SSLContext sslContext;

    private HttpOptions(Builder b) {
        this.userAgent = b.userAgent;
        this.connectTimeout = b.connectTimeout;
        this.requestTimeout = b.requestTimeout;
        this.maxBodyBytes = b.maxBodyBytes;
        this.proxy = b.proxy;
        this.sslContext = b.sslContext;
    }

    public static HttpOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder b = new Builder();
        b.userAgent = userAgent;
        b.connectTimeout = connectTimeout;
        b.requestTimeout = requestTimeout;
        b.maxBodyBytes = maxBodyBytes;
        b.proxy = proxy;
        b.sslContext = sslContext;
        return b;
    }

    /** How the client names itself; default "sentiment4j/" and the version. */
    public String userAgent() {
        return userAgent;
    }

    /** How long a connection may take to stand; default 10 seconds. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** How long an exchange may take, its body included; of a stream, until its head has come. Default 30 seconds. */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** The largest body of an answer, unpacked, that is taken; default 16 MiB. Does not bound streams. */
    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    /** Which proxy leads to a host; empty (default) for the JVM's own choice. */
    public Optional<ProxySelector> proxy() {
        return Optional.ofNullable(proxy);
    }

    /** Which certificates are trusted; empty (default) for the JVM's own choice. */
    public Optional<SSLContext> sslContext() {
        return Optional.ofNullable(sslContext);
    }

    @Override
    public String toString() {
        return "HttpOptions[userAgent=" + userAgent + ", connectTimeout=" + connectTimeout + ", requestTimeout="
                + requestTimeout + ", maxBodyBytes=" + maxBodyBytes + (proxy == null ? "" : ", own proxy")
                + (sslContext == null ? "" : ", own sslContext") + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private String userAgent = defaultUserAgent();
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration requestTimeout = Duration.ofSeconds(30);
        private int maxBodyBytes = 16 << 20;
        private @Nullable ProxySelector proxy;
        private @Nullable SSLContext sslContext;

        private Builder() {}

        private static String defaultUserAgent() {
            String version = HttpOptions.class.getPackage().getImplementationVersion();
            return "sentiment4j/" + (version == null ? "dev" : version);
        }

        public Builder userAgent(String userAgent) {
            this.userAgent = Objects.requireNonNull(userAgent, "userAgent");
            return this;
        }

        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        public Builder requestTimeout(Duration timeout) {
            this.requestTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        public Builder maxBodyBytes(int bytes) {
            this.maxBodyBytes = bytes;
            return this;
        }

        public Builder proxy(ProxySelector proxy) {
            this.proxy = Objects.requireNonNull(proxy, "proxy");
            return this;
        }

        public Builder sslContext(SSLContext context) {
            this.sslContext = Objects.requireNonNull(context, "context");
            return this;
        }

        /**
         * The options.
         *
         * @throws dev.sentiment4j.InvalidOptionsException listing every value that cannot work
         */
        public HttpOptions build() {
            List<String> problems = new ArrayList<>();
            OptionChecks.notBlank(problems, "userAgent", userAgent);
            if (!userAgent.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                problems.add("userAgent: must have printable ASCII characters only");
            }
            OptionChecks.positive(problems, "connectTimeout", connectTimeout);
            OptionChecks.positive(problems, "requestTimeout", requestTimeout);
            OptionChecks.between(problems, "maxBodyBytes", maxBodyBytes, 1 << 10, 1 << 30);
            OptionChecks.report("HTTP options", problems);
            return new HttpOptions(this);
        }
    }
}
