package dev.sentiment4j.x;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentiment4j.http.BadJsonException;
import dev.sentiment4j.http.HttpFaults;
import dev.sentiment4j.http.Json;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.x.XRuleOutcome.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What X can be asked and told about rules, request by request, and what its answers mean rule by rule. Thread-safe.
 */
final class RuleCalls {
    private static final int PAGE = 1000;
    /** Rules of one request; X takes more, but says less about them. */
    private static final int BATCH = 100;

    private final XClient client;

    RuleCalls(XClient client) {
        this.client = client;
    }

    /** All rules that X has, in its order; none is an empty list. */
    List<XRule.Stored> stored() throws InterruptedException {
        List<XRule.Stored> stored = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("max_results", Integer.toString(PAGE));
            token.ifPresent(t -> query.put("pagination_token", t));
            JsonNode page = call(() -> client.get(XClient.RULES, query).json());
            for (JsonNode rule : page.path("data")) {
                Optional<String> id = Json.text(rule, "id");
                Optional<String> value = Json.text(rule, "value").filter(v -> !v.isBlank());
                if (id.isPresent() && value.isPresent()) {
                    stored.add(new XRule.Stored(
                            id.get(),
                            new XRule(value.get(), Json.text(rule, "tag").orElse(null))));
                }
            }
            token = Json.text(page.path("meta"), "next_token");
        } while (token.isPresent());
        return stored;
    }

    /** How many there are and may be. */
    XRuleCounts counts() throws InterruptedException {
        JsonNode data = call(() ->
                        client.get(XClient.RULES + "/counts", Map.of()).json())
                .path("data");
        JsonNode app = data.path("client_app_rules_count");
        return new XRuleCounts(
                Json.integer(app.path(0).isObject() ? app.path(0) : app, "rule_count"),
                Json.integer(data, "project_rules_count"),
                Json.integer(data, "cap_per_client_app"),
                Json.integer(data, "cap_per_project"));
    }

    /** Adds rules, or has X check them. */
    List<XRuleOutcome> add(List<XRule> rules, boolean dryRun) throws InterruptedException {
        List<XRuleOutcome> outcomes = new ArrayList<>();
        for (int from = 0; from < rules.size(); from += BATCH) {
            List<XRule> batch = rules.subList(from, Math.min(rules.size(), from + BATCH));
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode add = body.putArray("add");
            for (XRule rule : batch) {
                ObjectNode node = add.addObject().put("value", rule.value());
                if (rule.tag() != null) {
                    node.put("tag", rule.tag());
                }
            }
            outcomes.addAll(outcomes(batch, body, dryRun));
        }
        return outcomes;
    }

    private List<XRuleOutcome> outcomes(List<XRule> batch, ObjectNode body, boolean dryRun)
            throws InterruptedException {
        JsonNode reply;
        try {
            reply = change(body, dryRun);
        } catch (SourceException e) {
            if (e.getCause() instanceof XApiException refusal && refusal.kind() == XApiException.Kind.RULE_CAP) {
                return batch.stream()
                        .map(rule -> new XRuleOutcome(rule, null, Status.OVER_CAP, refusal.getMessage()))
                        .toList();
            }
            throw e;
        }
        Map<String, JsonNode> errors = byValue(reply.path("errors"));
        Map<String, JsonNode> data = byValue(reply.path("data"));
        List<XRuleOutcome> outcomes = new ArrayList<>();
        for (XRule rule : batch) {
            JsonNode good = data.get(rule.value());
            JsonNode bad = errors.get(rule.value());
            if (good != null) {
                String id = dryRun ? null : Json.text(good, "id").orElse(null);
                outcomes.add(new XRuleOutcome(rule, id, Status.CREATED, null));
            } else if (bad != null && isDuplicate(bad)) {
                outcomes.add(new XRuleOutcome(rule, Json.text(bad, "id").orElse(null), Status.DUPLICATE, null));
            } else {
                String detail = bad == null ? "X does not say why" : details(bad);
                outcomes.add(new XRuleOutcome(rule, null, Status.INVALID, detail));
            }
        }
        return outcomes;
    }

    private static Map<String, JsonNode> byValue(JsonNode list) {
        Map<String, JsonNode> map = new HashMap<>();
        list.forEach(item -> Json.text(item, "value").ifPresent(value -> map.put(value, item)));
        return map;
    }

    private static boolean isDuplicate(JsonNode error) {
        return error.path("title").asText().equals("DuplicateRule")
                || error.path("type").asText().endsWith("/duplicate-rules");
    }

    private static String details(JsonNode error) {
        String details = StreamSupport.stream(error.path("details").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("; "));
        return Problems.clean(
                details.isEmpty()
                        ? Json.text(error, "detail", "message", "title").orElse("X does not say why")
                        : details);
    }

    /** Deletes rules, or has X check that. */
    List<XRuleOutcome> delete(List<XRule.Stored> rules, boolean dryRun) throws InterruptedException {
        List<XRuleOutcome> outcomes = new ArrayList<>();
        for (int from = 0; from < rules.size(); from += BATCH) {
            List<XRule.Stored> batch = rules.subList(from, Math.min(rules.size(), from + BATCH));
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode ids = body.putObject("delete").putArray("ids");
            batch.forEach(rule -> ids.add(rule.id()));
            JsonNode summary = change(body, dryRun).path("meta").path("summary");
            // X says how many, not which.
            boolean all = Json.integer(summary, "not_deleted").orElse(0) == 0;
            String detail = all ? null : "X did not delete all of them; they may have been gone";
            batch.forEach(rule -> outcomes.add(
                    new XRuleOutcome(rule.rule(), rule.id(), all ? Status.DELETED : Status.NOT_DELETED, detail)));
        }
        return outcomes;
    }

    private JsonNode change(ObjectNode body, boolean dryRun) throws InterruptedException {
        Map<String, String> query = dryRun ? Map.of("dry_run", "true") : Map.of();
        return call(() -> client.post(XClient.RULES, query, body.toString()).json());
    }

    private interface Call {
        JsonNode get() throws IOException, InterruptedException, XApiException, BadJsonException;
    }

    private JsonNode call(Call call) throws InterruptedException {
        try {
            return Objects.requireNonNull(call.get());
        } catch (IOException e) {
            throw SourceException.unavailable("rules of X: " + HttpFaults.describe(e, client.base()), e);
        } catch (BadJsonException e) {
            throw SourceException.unavailable("rules of X: the answer " + e.getMessage(), e);
        } catch (XApiException e) {
            throw switch (e.kind()) {
                case RATE_LIMITED, TOO_MANY_CONNECTIONS, UNAVAILABLE, USAGE_CAPPED, DISCONNECTED ->
                    SourceException.unavailable("rules of X: " + e.getMessage(), e);
                default -> SourceException.fatal("rules of X: " + e.getMessage(), e);
            };
        }
    }
}
