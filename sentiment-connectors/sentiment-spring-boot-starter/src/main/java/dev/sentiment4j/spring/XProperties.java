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
 * Posts from X; needs {@code sentiment-connector-x}.
 *
 * @param bearerToken Bearer token of the app.
 * @param apiKey Key of the app, for which with "api-secret" a bearer token is fetched, instead of "bearer-token".
 * @param apiSecret Secret of the app.
 * @param apiUri Where the API is.
 * @param stream The filtered stream, by the rules that X keeps for the app.
 * @param search The recent search, asked again and again.
 */
@ConfigurationProperties("sentiment.x")
public record XProperties(
        @Nullable String bearerToken,
        @Nullable String apiKey,
        @Nullable String apiSecret,
        @DefaultValue("https://api.x.com") URI apiUri,
        @DefaultValue Stream stream,
        @DefaultValue Search search)
        implements Validator {
    /** How what was missed while not connected is fetched. */
    public enum GapFilling {
        /** Not at all; gaps are told. */
        NONE,
        /** By recent searches of the rules. */
        SEARCH,
        /** By the stream's own backfill, which not every contract has. */
        BACKFILL
    }

    /**
     * A rule of the filtered stream.
     *
     * @param value What to match, in X's own words.
     * @param tag A label that comes with every post that matches; by default none.
     */
    public record Rule(@Nullable String value, @Nullable String tag) {}

    /**
     * The filtered stream.
     *
     * @param enabled Whether posts come from it.
     * @param rules Rules that X shall have, as value and tag, added before the stream is opened.
     * @param deleteOtherRules Whether the app's other rules are deleted then; else they go on bringing posts.
     * @param gapFilling How what was missed while not connected is fetched.
     * @param searchDelay How long after a post a search may be expected to find it.
     * @param gapPostLimit Posts fetched for one gap at most.
     * @param readIdleLimit Silence after which the connection counts as lost.
     * @param closeStaleConnections Whether connections that X still counts as open are closed there.
     * @param connectBudget Attempts to connect in 15 minutes at most.
     * @param postsPerDay Posts read in a day at most; 0 for no limit.
     * @param bufferCapacity Posts held for the pipeline at most.
     * @param dedupWindow Posts that are remembered, so as not to come twice.
     * @param checkpointKey Key of the checkpoint, for a second app of X that shares the store.
     * @param checkpointInterval How often the checkpoint is saved.
     */
    public record Stream(
            @DefaultValue("false") boolean enabled,
            @DefaultValue List<Rule> rules,
            @DefaultValue("false") boolean deleteOtherRules,
            @DefaultValue("search") GapFilling gapFilling,
            @DefaultValue("45s") Duration searchDelay,
            @DefaultValue("10000") int gapPostLimit,
            @DefaultValue("30s") Duration readIdleLimit,
            @DefaultValue("false") boolean closeStaleConnections,
            @DefaultValue("50") int connectBudget,
            @DefaultValue("0") long postsPerDay,
            @DefaultValue("10000") int bufferCapacity,
            @DefaultValue("100000") int dedupWindow,
            @DefaultValue("x/stream") String checkpointKey,
            @DefaultValue("5s") Duration checkpointInterval) {
        public Stream {
            rules = List.copyOf(rules);
        }
    }

    /**
     * The recent search.
     *
     * @param enabled Whether posts come from it.
     * @param query What to search for, in X's own words.
     * @param interval How often it is asked.
     * @param lookBack How far back the first search reaches; at most some seven days.
     * @param pollPostLimit Posts fetched in one round at most.
     * @param postsPerDay Posts read in a day at most; 0 for no limit.
     * @param bufferCapacity Posts held for the pipeline at most.
     * @param dedupWindow Posts that are remembered, so as not to come twice.
     * @param checkpointKey Key of the checkpoint; by default made of the query.
     * @param checkpointInterval How often the checkpoint is saved.
     */
    public record Search(
            @DefaultValue("false") boolean enabled,
            @Nullable String query,
            @DefaultValue("1m") Duration interval,
            @DefaultValue("0s") Duration lookBack,
            @DefaultValue("5000") int pollPostLimit,
            @DefaultValue("0") long postsPerDay,
            @DefaultValue("10000") int bufferCapacity,
            @DefaultValue("100000") int dedupWindow,
            @Nullable String checkpointKey,
            @DefaultValue("5s") Duration checkpointInterval) {}

    @Override
    public boolean supports(Class<?> type) {
        return XProperties.class.isAssignableFrom(type);
    }

    /** Reports every value that cannot work. */
    @Override
    public void validate(Object target, Errors errors) {
        XSettings.validate((XProperties) target, new OptionProblems(errors, ""));
    }

    /** Everything but tokens and secrets. */
    @Override
    public String toString() {
        return "XProperties[apiUri=" + apiUri + ", stream=" + stream + ", search=" + search + "]";
    }
}
