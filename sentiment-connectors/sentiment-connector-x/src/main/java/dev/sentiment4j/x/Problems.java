package dev.sentiment4j.x;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sentiment4j.http.BodyTooLargeException;
import dev.sentiment4j.http.HeaderFields;
import dev.sentiment4j.http.HttpReply;
import dev.sentiment4j.http.Json;
import dev.sentiment4j.x.XApiException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads X's refusals, in all the forms that they come in. */
final class Problems {
    private static final int LONGEST = 300;

    private Problems() {}

    /** What an answer without success means. */
    static XApiException of(HttpReply reply, Instant now) {
        JsonNode body = reply.object().orElse(MissingNode.getInstance());
        JsonNode problem = unwrap(body);
        Kind kind = kind(reply, problem);
        String reason = Stream.of("reason", "connection_issue", "period")
                .map(field -> Json.text(problem, field))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(Json.text(problem, "title").orElse(""));
        return new XApiException(
                kind,
                reply.status(),
                clean(reason),
                untilReset(reply, now),
                "X answered " + reply.status() + says(problem) + remedy(kind));
    }

    /** A line of a stream that ends it. */
    static XApiException ofLine(JsonNode line) {
        JsonNode problem = unwrap(line);
        String reason = Json.text(problem, "disconnect_type", "connection_issue", "title")
                .orElse("");
        return new XApiException(
                Kind.DISCONNECTED,
                200,
                clean(reason),
                null,
                "X ends the stream" + says(problem) + remedy(Kind.DISCONNECTED));
    }

    /** An answer of something else than X. */
    static XApiException notX(int status, String what) {
        return new XApiException(Kind.NOT_X, status, "", null, "the answer is not X's: " + what + remedy(Kind.NOT_X));
    }

    /** An answer that is longer than it may be. */
    static XApiException tooLarge(BodyTooLargeException e) {
        return new XApiException(Kind.TOO_LARGE, 200, "", null, String.valueOf(e.getMessage()));
    }

    private static @Nullable Duration untilReset(HttpReply reply, Instant now) {
        return HeaderFields.epochSeconds(reply.headers(), "x-rate-limit-reset")
                .map(reset -> Duration.between(now, reset))
                .orElse(null);
    }

    /** The problem itself, where a list of errors stands alone. */
    private static JsonNode unwrap(JsonNode body) {
        JsonNode first = body.path("errors").path(0);
        return first.isObject() && !body.has("title") && !body.has("type") ? first : body;
    }

    private static Kind kind(HttpReply reply, JsonNode problem) {
        String type = Json.text(problem, "type").orElse("");
        String issue = Json.text(problem, "connection_issue").orElse("");
        String title = Json.text(problem, "title").orElse("");
        // The same types come with either host before them.
        if (type.endsWith("/usage-capped")) {
            return Kind.USAGE_CAPPED;
        }
        if (issue.equals("TooManyConnections")) {
            return Kind.TOO_MANY_CONNECTIONS;
        }
        if (issue.equals("RuleConfigurationIssue") || issue.equals("RulesInvalidIssue")) {
            return Kind.NO_RULES;
        }
        if (issue.equals("ProvisioningSubscription")) {
            return Kind.UNAVAILABLE;
        }
        if (title.equals("CreditsDepleted") || type.endsWith("/credits")) {
            return Kind.CREDITS_DEPLETED;
        }
        if (title.equals("RulesCapExceeded") || type.endsWith("/rule-cap")) {
            return Kind.RULE_CAP;
        }
        int status = reply.status();
        return switch (status) {
            case 400, 422 -> Kind.INVALID_REQUEST;
            case 401 -> Kind.UNAUTHORIZED;
            case 402 -> Kind.CREDITS_DEPLETED;
            case 403 ->
                Json.text(problem.path("errors").path(0), "code").equals(Optional.of("99"))
                                || Json.text(problem, "code").equals(Optional.of("99"))
                        ? Kind.UNAUTHORIZED
                        : Kind.FORBIDDEN;
            case 408, 425 -> Kind.UNAVAILABLE;
            case 409 -> Kind.NO_RULES;
            case 420, 429 -> Kind.RATE_LIMITED;
            default -> status >= 500 ? Kind.UNAVAILABLE : status / 100 == 3 ? Kind.NOT_X : Kind.OTHER;
        };
    }

    private static String says(JsonNode problem) {
        String words = Stream.of(
                        "title", "disconnect_type", "connection_issue", "reason", "period", "detail", "message")
                .map(field -> Json.text(problem, field))
                .flatMap(Optional::stream)
                .filter(word -> !word.isBlank())
                .distinct()
                .collect(Collectors.joining(", "));
        JsonNode nested = problem.path("errors").path(0);
        String more = Json.text(nested, "message").orElse("");
        String all = words.isEmpty() ? more : more.isEmpty() ? words : words + ", " + more;
        return all.isEmpty() ? "" : " (" + clean(all) + ")";
    }

    /** X's words on one line of a bounded length. */
    static String clean(String words) {
        String line = words.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    private static String remedy(Kind kind) {
        return switch (kind) {
            case RATE_LIMITED -> "; waiting until the window ends";
            case TOO_MANY_CONNECTIONS ->
                "; another connection of this app is open, or one that has ended still counts:"
                        + " end it, or let closeStaleConnections do it";
            case USAGE_CAPPED -> "; the plan's posts are used up: wait for the next period, or raise the cap";
            case UNAUTHORIZED -> "; check the bearer token, or key and secret";
            case CREDITS_DEPLETED -> "; add credits in the developer console";
            case FORBIDDEN -> "; check the app's project and access in the developer console";
            case NO_RULES -> "; add rules with XRules first";
            case INVALID_REQUEST -> "; check options, rules and query";
            case RULE_CAP -> "; delete rules, or join them with OR";
            case NOT_X -> "; check apiUri and proxy";
            case UNAVAILABLE, DISCONNECTED, TOO_LARGE, OTHER -> "";
        };
    }
}
