package dev.sentiment4j.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentiment4j.http.BadJsonException;
import dev.sentiment4j.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of {@link FakeX}, with X's way of answering 2xx to what it has refused. */
final class FakeXRules {
    private record Rule(String value, @Nullable String tag) {}

    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private long nextId = 1_000_000;
    private int cap = 1000;

    synchronized void cap(int cap) {
        this.cap = cap;
    }

    synchronized String add(String value, @Nullable String tag) {
        String id = Long.toString(nextId++);
        rules.put(id, new Rule(value, tag));
        return id;
    }

    synchronized Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        rules.forEach((id, rule) -> values.put(id, rule.value()));
        return values;
    }

    synchronized FakeReply list(FakeRequest request) {
        int max = Integer.parseInt(request.parameter("max_results").orElse("1000"));
        int from = Integer.parseInt(request.parameter("pagination_token").orElse("0"));
        ObjectNode reply = FakeXPost.object();
        ObjectNode meta = FakeXPost.object().put("sent", "2026-08-01T10:00:00.000Z");
        ArrayNode data = FakeXPost.object().arrayNode();
        int at = 0;
        for (Map.Entry<String, Rule> rule : rules.entrySet()) {
            if (at >= from && at < from + max) {
                data.add(json(rule.getKey(), rule.getValue()));
            }
            at++;
        }
        // X leaves the list out when it is empty.
        if (!data.isEmpty()) {
            reply.set("data", data);
        }
        meta.put("result_count", data.size());
        if (from + max < rules.size()) {
            meta.put("next_token", String.format("%016d", from + max));
        }
        reply.set("meta", meta);
        return FakeReply.json(200, FakeXPost.write(reply));
    }

    synchronized FakeReply counts() {
        ObjectNode reply = FakeXPost.object();
        ObjectNode data = reply.putObject("data")
                .put("cap_per_client_app", Integer.toString(cap))
                .put("cap_per_project", Integer.toString(cap))
                .put("project_rules_count", Integer.toString(rules.size()));
        data.putObject("client_app_rules_count").put("client_app_id", "1").put("rule_count", rules.size());
        return FakeReply.json(200, FakeXPost.write(reply));
    }

    synchronized FakeReply change(FakeRequest request) throws IOException {
        JsonNode body;
        try {
            body = Json.read(request.body().getBytes(StandardCharsets.UTF_8));
        } catch (BadJsonException e) {
            return FakeXReplies.invalidRequest("body " + e.getMessage());
        }
        boolean dryRun = request.parameter("dry_run").map("true"::equals).orElse(false);
        return body.has("add") ? add(body.get("add"), dryRun) : delete(body.get("delete"), dryRun);
    }

    private FakeReply add(JsonNode wanted, boolean dryRun) {
        if (rules.size() + wanted.size() > cap) {
            return FakeReply.json(
                    422,
                    "{\"title\":\"RulesCapExceeded\",\"detail\":\"Rule limit exceeded\",\"type\":"
                            + "\"https://api.x.com/2/problems/rule-cap\"}");
        }
        ObjectNode reply = FakeXPost.object();
        ArrayNode data = reply.arrayNode();
        ArrayNode errors = reply.arrayNode();
        for (JsonNode rule : wanted) {
            String value = rule.get("value").asText();
            String tag = rule.has("tag") ? rule.get("tag").asText() : null;
            String existing = idOf(value);
            if (existing != null) {
                errors.addObject()
                        .put("value", value)
                        .put("id", existing)
                        .put("title", "DuplicateRule")
                        .put("type", "https://api.twitter.com/2/problems/duplicate-rules");
            } else if (value.contains(" and ") || value.length() > 1024) {
                ObjectNode error = errors.addObject().put("value", value);
                error.putArray("details")
                        .add(
                                value.length() > 1024
                                        ? "a rule has 1024 characters at most"
                                        : "Ambiguous use of and as a keyword (at position 4)");
                error.put("title", "UnprocessableEntity")
                        .put("type", "https://api.twitter.com/2/problems/invalid-rules");
            } else {
                String id = Long.toString(nextId++);
                if (!dryRun) {
                    rules.put(id, new Rule(value, tag));
                }
                data.add(json(id, new Rule(value, tag)));
            }
        }
        if (!data.isEmpty()) {
            reply.set("data", data);
        }
        reply.putObject("meta")
                .putObject("summary")
                .put("created", data.size())
                .put("not_created", errors.size())
                .put("valid", data.size())
                .put("invalid", errors.size());
        if (!errors.isEmpty()) {
            reply.set("errors", errors);
        }
        return FakeReply.json(data.isEmpty() ? 200 : 201, FakeXPost.write(reply));
    }

    private FakeReply delete(JsonNode wanted, boolean dryRun) {
        int deleted = 0;
        ArrayNode errors = FakeXPost.object().arrayNode();
        for (JsonNode id : wanted.get("ids")) {
            if (rules.containsKey(id.asText())) {
                deleted++;
                if (!dryRun) {
                    rules.remove(id.asText());
                }
            } else {
                ObjectNode error = errors.addObject().put("title", "Invalid Request");
                error.putArray("errors").addObject().put("message", "Rule does not exist");
            }
        }
        ObjectNode reply = FakeXPost.object();
        reply.putObject("meta").putObject("summary").put("deleted", deleted).put("not_deleted", errors.size());
        if (!errors.isEmpty()) {
            reply.set("errors", errors);
        }
        return FakeReply.json(200, FakeXPost.write(reply));
    }

    private @Nullable String idOf(String value) {
        return rules.entrySet().stream()
                .filter(rule -> rule.getValue().value().equals(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static ObjectNode json(String id, Rule rule) {
        ObjectNode json = FakeXPost.object().put("id", id).put("value", rule.value());
        if (rule.tag() != null) {
            json.put("tag", rule.tag());
        }
        return json;
    }
}
