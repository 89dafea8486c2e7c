package dev.sentiment4j.examples.dashboard;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the service is told. Bad values are reported all at once, before anything is started.
 *
 * @param redisUrl a Redis that exists, {@code redis://host:port}; one is started without it
 * @param jdbcUrl a PostgreSQL that exists, {@code jdbc:postgresql://host/db}; one is started without it
 * @param jdbcUser its user
 * @param jdbcPassword the user's password
 * @param synthetic made-up posts
 * @param window how far back the live numbers reach
 * @param apiKey what requests must bring as {@code X-API-Key}; none to let everybody in
 * @param allowedOrigins other origins whose pages may call, such as {@code https://example.com}
 * @param rateLimit how much one client may ask
 * @param feed the WebSocket
 */
@Validated
@ConfigurationProperties("dashboard")
public record DashboardProperties(
        @Nullable String redisUrl,
        @Nullable String jdbcUrl,
        @Nullable String jdbcUser,
        @Nullable String jdbcPassword,
        @DefaultValue @Valid @NotNull Synthetic synthetic,
        @DefaultValue("15m") @NotNull Duration window,
        @Nullable String apiKey,
        @DefaultValue List<@NotBlank String> allowedOrigins,
        @DefaultValue @Valid @NotNull RateLimit rateLimit,
        @DefaultValue @Valid @NotNull Feed feed) {

    /**
     * Made-up posts.
     *
     * @param enabled whether there are any
     * @param rate posts a second
     * @param incidents whether a product goes wrong now and then, so that alerts have something to tell
     * @param seed which ones
     */
    public record Synthetic(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("6") @Positive double rate,
            @DefaultValue("true") boolean incidents,
            @DefaultValue("1") long seed) {}

    /**
     * How much one client may ask. A request costs one, a batch one for each text.
     *
     * @param enabled whether it is limited
     * @param burst how much at once
     * @param perSecond how much of it comes back each second
     */
    public record RateLimit(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("300") @Min(100) @Max(1_000_000) int burst,
            @DefaultValue("30") @Min(1) @Max(100_000) int perSecond) {}

    /**
     * The WebSocket.
     *
     * @param backlog messages that are kept for who is slow or comes back; who is further behind is let go
     * @param maxClients connections at most
     * @param sendTimeout how long a client may take for one message
     */
    public record Feed(
            @DefaultValue("1000") @Min(10) @Max(1_000_000) int backlog,
            @DefaultValue("2000") @Min(1) @Max(100_000) int maxClients,
            @DefaultValue("10s") @NotNull Duration sendTimeout) {}

    /** Looked at here, as a refused value of a property is printed. */
    @AssertTrue(message = "api-key must have at least 16 characters")
    boolean isApiKeyLongEnough() {
        return apiKey == null || apiKey.length() >= 16;
    }

    /** Whether the window is one that can be shown. */
    @AssertTrue(message = "window must be 1 to 60 whole minutes")
    boolean isWindowUsable() {
        return window.toMillis() % 60_000 == 0 && window.toMinutes() >= 1 && window.toMinutes() <= 60;
    }

    /** Never the key, never the password. */
    @Override
    public String toString() {
        return "DashboardProperties[redis=" + (redisUrl == null ? "own" : "named") + ", postgres="
                + (jdbcUrl == null ? "own" : "named") + ", synthetic="
                + synthetic + ", window=" + window + ", apiKey=" + (apiKey == null ? "none" : "set")
                + ", allowedOrigins=" + allowedOrigins + ", rateLimit=" + rateLimit + ", feed=" + feed + "]";
    }
}
