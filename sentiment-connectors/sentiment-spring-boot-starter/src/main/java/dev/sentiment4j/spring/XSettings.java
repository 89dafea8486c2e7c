package dev.sentiment4j.spring;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.x.XCredentials;
import dev.sentiment4j.x.XOptions;
import dev.sentiment4j.x.XRule;
import dev.sentiment4j.x.XSearchOptions;
import dev.sentiment4j.x.XStreamOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The options of the connector to X, from properties. */
final class XSettings {
    private XSettings() {}

    static void validate(XProperties properties, OptionProblems problems) {
        if (properties.bearerToken() != null && properties.apiKey() != null) {
            problems.report("bearerToken", "stands beside apiKey; name one of the two");
        } else if ((properties.apiKey() == null) != (properties.apiSecret() == null)) {
            problems.report("apiSecret", "apiKey and apiSecret belong together");
        } else if (properties.bearerToken() != null || properties.apiKey() != null) {
            problems.collect("", () -> options(properties));
        }
        problems.collect("stream", () -> stream(properties.stream()));
        rules(properties.stream(), problems);
        if (properties.search().enabled() || properties.search().query() != null) {
            problems.collect("search", () -> search(properties.search()));
        }
    }

    private static void rules(XProperties.Stream stream, OptionProblems problems) {
        Set<String> values = new HashSet<>();
        for (XProperties.Rule rule : stream.rules()) {
            String value = rule.value();
            if (value == null || value.isBlank()) {
                problems.report("stream.rules", "each needs a value that is not blank");
            } else if (!values.add(value)) {
                problems.report(
                        "stream.rules", "'" + value + "' is there twice; X keeps each value once, with one tag");
            }
        }
        if (stream.deleteOtherRules() && stream.rules().isEmpty()) {
            problems.report("stream.deleteOtherRules", "needs stream.rules; without any, no rules are touched");
        }
    }

    static List<XRule> rules(XProperties.Stream stream) {
        return stream.rules().stream()
                .map(rule -> new XRule(Objects.requireNonNull(rule.value()), rule.tag()))
                .toList();
    }

    static XOptions options(XProperties properties) {
        return XOptions.builder(credentials(properties))
                .apiUri(properties.apiUri())
                .build();
    }

    private static XCredentials credentials(XProperties properties) {
        String token = properties.bearerToken();
        String key = properties.apiKey();
        String secret = properties.apiSecret();
        if (token != null) {
            return XCredentials.bearer(token);
        }
        if (key != null && secret != null) {
            return XCredentials.clientCredentials(key, secret);
        }
        throw new InvalidOptionsException(
                "sentiment.x",
                List.of("credentials: are missing; set sentiment.x.bearer-token, or sentiment.x.api-key and"
                        + " sentiment.x.api-secret, or define an XOptions bean"));
    }

    static XStreamOptions stream(XProperties.Stream stream) {
        return XStreamOptions.builder()
                .gapFilling(
                        XStreamOptions.GapFilling.valueOf(stream.gapFilling().name()))
                .searchDelay(stream.searchDelay())
                .gapPostLimit(stream.gapPostLimit())
                .readIdleLimit(stream.readIdleLimit())
                .closeStaleConnections(stream.closeStaleConnections())
                .connectBudget(stream.connectBudget())
                .postsPerDay(stream.postsPerDay())
                .bufferCapacity(stream.bufferCapacity())
                .dedupWindow(stream.dedupWindow())
                .checkpointKey(stream.checkpointKey())
                .checkpointInterval(stream.checkpointInterval())
                .build();
    }

    static XSearchOptions search(XProperties.Search search) {
        String query = search.query();
        XSearchOptions.Builder options = XSearchOptions.builder(query == null ? "" : query)
                .interval(search.interval())
                .lookBack(search.lookBack())
                .pollPostLimit(search.pollPostLimit())
                .postsPerDay(search.postsPerDay())
                .bufferCapacity(search.bufferCapacity())
                .dedupWindow(search.dedupWindow())
                .checkpointInterval(search.checkpointInterval());
        String key = search.checkpointKey();
        return (key == null ? options : options.checkpointKey(key)).build();
    }
}
