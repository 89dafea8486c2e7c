package dev.sentiment4j.examples.livefeed;

import dev.sentiment4j.http.Secret;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.reddit.RedditClient;
import dev.sentiment4j.reddit.RedditClientOptions;
import dev.sentiment4j.reddit.RedditCredentials;
import dev.sentiment4j.reddit.RedditSource;
import dev.sentiment4j.reddit.RedditSourceOptions;
import dev.sentiment4j.x.XClient;
import dev.sentiment4j.x.XFilteredStreamSource;
import dev.sentiment4j.x.XOptions;
import dev.sentiment4j.x.XRule;
import dev.sentiment4j.x.XRules;
import dev.sentiment4j.x.XStreamOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sources of the real platforms. */
final class Feeds {
    private Feeds() {}

    /**
     * Sources with tokens from the environment.
     *
     * @param environment variables by name
     * @throws IllegalArgumentException if one is missing that is needed
     */
    static List<PostSource> ofEnvironment(
            Map<String, String> environment, List<String> xRules, List<String> subreddits, CheckpointStore places)
            throws InterruptedException {
        List<PostSource> sources = new ArrayList<>();
        if (!xRules.isEmpty()) {
            XClient x = new XClient(XOptions.bearer(Secret.of(required(environment, "X_BEARER_TOKEN"))));
            sources.add(x(x, xRules, places));
        }
        if (!subreddits.isEmpty()) {
            RedditCredentials credentials = RedditCredentials.clientCredentials(
                    required(environment, "REDDIT_CLIENT_ID"),
                    Secret.of(required(environment, "REDDIT_CLIENT_SECRET")));
            RedditClient reddit = new RedditClient(
                    RedditClientOptions.builder(credentials, required(environment, "REDDIT_USER_AGENT"))
                            .build());
            sources.add(new RedditSource(
                    reddit,
                    RedditSourceOptions.builder(subreddits.toArray(String[]::new))
                            .build(),
                    places));
        }
        return sources;
    }

    /** The filtered stream with these rules, and no others. */
    static PostSource x(XClient x, List<String> rules, CheckpointStore places) throws InterruptedException {
        new XRules(x).sync(rules.stream().map(XRule::of).toList()).orElseThrow();
        return new XFilteredStreamSource(x, XStreamOptions.defaults(), places);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the environment variable " + name + " is not set; see the README");
        }
        return value;
    }
}
