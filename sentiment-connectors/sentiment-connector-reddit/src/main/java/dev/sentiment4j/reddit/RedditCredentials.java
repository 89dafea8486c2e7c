package dev.sentiment4j.reddit;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.http.HttpForms;
import dev.sentiment4j.http.OptionChecks;
import dev.sentiment4j.http.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an application shows Reddit who it is, by one of its OAuth 2.0 grants. Immutable and thread-safe;
 * {@code toString} names the grant and the client id alone.
 */
public final class RedditCredentials {
    /** {@value}: the device id of an installed app that wants none. */
    public static final String NO_DEVICE = "DO_NOT_TRACK_THIS_DEVICE";

    private static final String INSTALLED = "https://oauth.reddit.com/grants/installed_client";

    private final String clientId;
    private final @Nullable Secret clientSecret;
    private final String grant;
    private final Map<String, Object> fields;

    private RedditCredentials(
            String clientId, @Nullable Secret clientSecret, String grant, Map<String, Object> fields) {
        List<String> problems = new ArrayList<>();
        OptionChecks.notBlank(problems, "clientId", clientId);
        if (!clientId.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
            problems.add("clientId: must have printable ASCII characters only, and no colon");
        }
        Object device = fields.get("device_id");
        if (device instanceof String id && (id.length() < 20 || id.length() > 30)) {
            problems.add("deviceId has " + id.length() + " characters: must have 20 to 30, or be " + NO_DEVICE);
        }
        if (fields.get("username") instanceof String name) {
            OptionChecks.notBlank(problems, "username", name);
        }
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException("Reddit credentials", problems);
        }
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.grant = grant;
        this.fields = new LinkedHashMap<>(fields);
    }

    /**
     * An application without a user, of the types "web app" and "script": reads what everybody can read.
     *
     * @throws InvalidOptionsException if the client id cannot be one
     */
    public static RedditCredentials clientCredentials(String clientId, Secret clientSecret) {
        return new RedditCredentials(clientId, Objects.requireNonNull(clientSecret), "client_credentials", Map.of());
    }

    /**
     * A script of the person who registered it, in that person's name.
     *
     * @param password with two-factor authentication {@code password:code}, which is good for one token alone; take
     *     {@link #refreshToken} then
     * @throws InvalidOptionsException if client id or name cannot be one
     */
    public static RedditCredentials script(String clientId, Secret clientSecret, String username, Secret password) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("username", username);
        fields.put("password", Objects.requireNonNull(password, "password"));
        return new RedditCredentials(clientId, Objects.requireNonNull(clientSecret), "password", fields);
    }

    /**
     * An installed application, which has no secret, without a user.
     *
     * @param deviceId 20 to 30 characters that tell this installation from others, or {@link #NO_DEVICE}
     * @throws InvalidOptionsException if client id or device id cannot be one
     */
    public static RedditCredentials installedApp(String clientId, String deviceId) {
        return new RedditCredentials(clientId, null, INSTALLED, Map.of("device_id", deviceId));
    }

    /**
     * A user who has once allowed an application to act in his name for good ({@code duration=permanent}).
     *
     * @param clientSecret null for an installed application
     * @throws InvalidOptionsException if the client id cannot be one
     */
    public static RedditCredentials refreshToken(String clientId, @Nullable Secret clientSecret, Secret refreshToken) {
        return new RedditCredentials(
                clientId,
                clientSecret,
                "refresh_token",
                Map.of("refresh_token", Objects.requireNonNull(refreshToken, "refreshToken")));
    }

    /** The id that Reddit gave the application. */
    public String clientId() {
        return clientId;
    }

    String authorization() {
        return HttpForms.basic(clientId, clientSecret == null ? "" : clientSecret.reveal());
    }

    /** The form of a request for a token; a later refresh token takes the place of the first. */
    Map<String, String> form(@Nullable Secret laterRefreshToken) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", grant);
        fields.forEach((name, value) -> form.put(name, value instanceof Secret s ? s.reveal() : value.toString()));
        if (laterRefreshToken != null && form.containsKey("refresh_token")) {
            form.put("refresh_token", laterRefreshToken.reveal());
        }
        return form;
    }

    @Override
    public String toString() {
        return "RedditCredentials[" + grant + ", clientId=" + clientId + "]";
    }
}
