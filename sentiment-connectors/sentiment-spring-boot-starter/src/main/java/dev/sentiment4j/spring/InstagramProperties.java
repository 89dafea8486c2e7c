package dev.sentiment4j.spring;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

/**
 * Media of hashtags and comments on own media of Instagram; needs {@code sentiment-connector-instagram}, and a
 * checkpoint store.
 *
 * @param accessToken Token of the account, renewed by its owner before it ends.
 * @param graphUri Where the API is, version included.
 * @param requestsPerHour Requests in any hour at most.
 * @param source What is read.
 */
@ConfigurationProperties("sentiment.instagram")
public record InstagramProperties(
        @Nullable String accessToken,
        @DefaultValue("https://graph.facebook.com/v24.0") URI graphUri,
        @DefaultValue("200") int requestsPerHour,
        @DefaultValue Source source)
        implements Validator {
    /**
     * What is read.
     *
     * @param enabled Whether posts come from Instagram.
     * @param userId Id of the professional account in whose name is read.
     * @param hashtags Hashtags without "#", at most 30.
     * @param mediaIds Own media whose comments are read.
     * @param commentsOfLatest Of how many of the latest own media the comments are read too; at most 100.
     * @param hashtagInterval How often a hashtag is asked for.
     * @param commentInterval How often the comments of a media are asked for.
     * @param dedupWindow Items that are remembered, so as not to come twice.
     * @param bufferCapacity Posts held for the pipeline at most.
     * @param checkpointKey Key of the checkpoint; by default made of the account's id.
     * @param checkpointInterval How often the checkpoint is saved.
     */
    public record Source(
            @DefaultValue("false") boolean enabled,
            @Nullable String userId,
            @DefaultValue List<String> hashtags,
            @DefaultValue List<String> mediaIds,
            @DefaultValue("0") int commentsOfLatest,
            @DefaultValue("5m") Duration hashtagInterval,
            @DefaultValue("2m") Duration commentInterval,
            @DefaultValue("50000") int dedupWindow,
            @DefaultValue("5000") int bufferCapacity,
            @Nullable String checkpointKey,
            @DefaultValue("10s") Duration checkpointInterval) {
        public Source {
            hashtags = List.copyOf(hashtags);
            mediaIds = List.copyOf(mediaIds);
        }
    }

    @Override
    public boolean supports(Class<?> type) {
        return InstagramProperties.class.isAssignableFrom(type);
    }

    /** Reports every value that cannot work, if Instagram is read at all. */
    @Override
    public void validate(Object target, Errors errors) {
        InstagramProperties properties = (InstagramProperties) target;
        if (properties.source.enabled) {
            InstagramSettings.validate(properties, new OptionProblems(errors, ""));
        }
    }

    /** Everything but the token. */
    @Override
    public String toString() {
        return "InstagramProperties[graphUri=" + graphUri + ", source=" + source + "]";
    }
}
