package dev.sentiment4j.spring;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.reddit.RedditClientOptions;
import dev.sentiment4j.reddit.RedditCredentials;
import dev.sentiment4j.reddit.RedditSourceOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of the connector to Reddit, from properties. */
final class RedditSettings {
    private RedditSettings() {}

    static void validate(RedditProperties properties, OptionProblems problems) {
        problems.collect("", () -> client(properties));
        problems.collect("source", () -> source(properties.source()));
    }

    static RedditClientOptions client(RedditProperties properties) {
        String agent = properties.userAgent();
        return RedditClientOptions.builder(credentials(properties), agent == null ? "" : agent)
                .requestsPerMinute(properties.requestsPerMinute())
                .apiUri(properties.apiUri())
                .tokenUri(properties.tokenUri())
                .build();
    }

    private static RedditCredentials credentials(RedditProperties properties) {
        String id = properties.clientId();
        if (id == null) {
            throw new InvalidOptionsException(
                    "sentiment.reddit", List.of("clientId: is missing; or define a RedditClient bean"));
        }
        Secret secret = secret(properties.clientSecret());
        String token = properties.refreshToken();
        if (token != null) {
            return RedditCredentials.refreshToken(id, secret, Secret.of(token));
        }
        String device = properties.deviceId();
        if (secret == null) {
            return RedditCredentials.installedApp(id, device == null ? RedditCredentials.NO_DEVICE : device);
        }
        String user = properties.username();
        String password = properties.password();
        if (user != null && password != null) {
            return RedditCredentials.script(id, secret, user, Secret.ofAnyCharacters(password));
        }
        if (user != null || password != null) {
            throw new InvalidOptionsException(
                    "sentiment.reddit", List.of("username: username and password belong together"));
        }
        return RedditCredentials.clientCredentials(id, secret);
    }

    private static @Nullable Secret secret(@Nullable String value) {
        return value == null ? null : Secret.of(value);
    }

    static RedditSourceOptions source(RedditProperties.Source source) {
        RedditSourceOptions.Builder options = RedditSourceOptions.builder()
                .subreddits(source.subreddits())
                .kinds(source.kinds().stream()
                        .map(kind -> RedditSourceOptions.Kind.valueOf(kind.name()))
                        .toList())
                .start(RedditSourceOptions.Start.valueOf(source.start().name()))
                .minPollInterval(source.minPollInterval())
                .maxPollInterval(source.maxPollInterval())
                .dedupWindow(source.dedupWindow())
                .bufferCapacity(source.bufferCapacity())
                .checkpointInterval(source.checkpointInterval());
        List<Duration> ages = source.recheckAfter();
        if (ages != null) {
            options.recheckAfter(ages);
        }
        String key = source.checkpointKey();
        return (key == null ? options : options.checkpointKey(key)).build();
    }
}
