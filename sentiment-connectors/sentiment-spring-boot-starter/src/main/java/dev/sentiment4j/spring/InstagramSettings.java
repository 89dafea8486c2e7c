package dev.sentiment4j.spring;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.instagram.InstagramClientOptions;
import dev.sentiment4j.instagram.InstagramSourceOptions;
import java.util.List;

/** The options of the connector to Instagram, from properties. */
final class InstagramSettings {
    private InstagramSettings() {}

    /** A missing token is said where a client is made: the host may have one. */
    static void validate(InstagramProperties properties, OptionProblems problems) {
        if (properties.accessToken() != null) {
            problems.collect("", () -> client(properties));
        }
        problems.collect("source", () -> source(properties.source()));
    }

    static InstagramClientOptions client(InstagramProperties properties) {
        String token = properties.accessToken();
        if (token == null) {
            throw new InvalidOptionsException(
                    "sentiment.instagram",
                    List.of("accessToken: is missing; set sentiment.instagram.access-token, or define an"
                            + " InstagramClient bean, such as one that renews its token"));
        }
        return InstagramClientOptions.builder(Secret.of(token))
                .graphUri(properties.graphUri())
                .requestsPerHour(properties.requestsPerHour())
                .build();
    }

    static InstagramSourceOptions source(InstagramProperties.Source source) {
        String user = source.userId();
        InstagramSourceOptions.Builder options = InstagramSourceOptions.builder(user == null ? "" : user)
                .hashtags(source.hashtags())
                .mediaIds(source.mediaIds())
                .commentsOfLatest(source.commentsOfLatest())
                .hashtagInterval(source.hashtagInterval())
                .commentInterval(source.commentInterval())
                .dedupWindow(source.dedupWindow())
                .bufferCapacity(source.bufferCapacity())
                .checkpointInterval(source.checkpointInterval());
        String key = source.checkpointKey();
        return (key == null ? options : options.checkpointKey(key)).build();
    }
}
