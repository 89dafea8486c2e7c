package dev.sentiment4j.spring;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

/**
 * Posts and comments from Reddit; needs {@code sentiment-connector-reddit}, and a checkpoint store.
 *
 * @param clientId Id of the application that is registered at Reddit.
 * @param clientSecret Its secret; none for an installed application.
 * @param username User in whose name a script reads; by default the application's own.
 * @param password Password of that user.
 * @param refreshToken Token of a user who allowed the application to read.
 * @param deviceId Device id of an installed application.
 * @param userAgent How the application names itself, as platform:app:version (by /u/user).
 * @param requestsPerMinute Requests in a minute at most.
 * @param apiUri Where the API is.
 * @param tokenUri Where tokens are fetched.
 * @param source What is read.
 */
@ConfigurationProperties("sentiment.reddit")
public record RedditProperties(
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable String username,
        @Nullable String password,
        @Nullable String refreshToken,
        @Nullable String deviceId,
        @Nullable String userAgent,
        @DefaultValue("100") int requestsPerMinute,
        @DefaultValue("https://oauth.reddit.com") URI apiUri,
        @DefaultValue("https://www.reddit.com") URI tokenUri,
        @DefaultValue Source source)
        implements Validator {
    /** What is read of a subreddit. */
    public enum Kind {
        /** Posts. */
        POSTS,
        /** Comments. */
        COMMENTS
    }

    /** Where a source without a checkpoint begins. */
    public enum Start {
        /** With what is written from then on. */
        NOW,
        /** With the earliest that Reddit lists. */
        EARLIEST
    }

    /**
     * What is read.
     *
     * @param enabled Whether posts come from Reddit.
     * @param subreddits Names, without "r/".
     * @param kinds What is read of them.
     * @param start Where a source without a checkpoint begins.
     * @param minPollInterval Shortest time between two looks at a subreddit.
     * @param maxPollInterval Longest time between two looks at a subreddit.
     * @param dedupWindow Items that are remembered, so as not to come twice.
     * @param bufferCapacity Events held for the pipeline at most.
     * @param recheckAfter Ages at which an item is looked at again for edits and deletions; by default 10m to 47h.
     * @param checkpointKey Key of the checkpoint; by default made of the subreddits.
     * @param checkpointInterval How often the checkpoint is saved.
     */
    public record Source(
            @DefaultValue("false") boolean enabled,
            @DefaultValue List<String> subreddits,
            @DefaultValue({"posts", "comments"}) Set<Kind> kinds,
            @DefaultValue("now") Start start,
            @DefaultValue("1s") Duration minPollInterval,
            @DefaultValue("30s") Duration maxPollInterval,
            @DefaultValue("20000") int dedupWindow,
            @DefaultValue("10000") int bufferCapacity,
            @Nullable List<Duration> recheckAfter,
            @Nullable String checkpointKey,
            @DefaultValue("5s") Duration checkpointInterval) {
        public Source {
            subreddits = List.copyOf(subreddits);
            kinds = Set.copyOf(kinds);
        }
    }

    @Override
    public boolean supports(Class<?> type) {
        return RedditProperties.class.isAssignableFrom(type);
    }

    /** Reports every value that cannot work, if Reddit is read at all. */
    @Override
    public void validate(Object target, Errors errors) {
        RedditProperties properties = (RedditProperties) target;
        if (properties.source.enabled) {
            RedditSettings.validate(properties, new OptionProblems(errors, ""));
        }
    }

    /** Everything but credentials. */
    @Override
    public String toString() {
        return "RedditProperties[userAgent=" + userAgent + ", source=" + source + "]";
    }
}
