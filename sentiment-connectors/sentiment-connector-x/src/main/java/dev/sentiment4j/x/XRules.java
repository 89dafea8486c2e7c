package dev.sentiment4j.x;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentiment4j.http.BadJsonException;
import dev.sentiment4j.http.HttpFaults;
import dev.sentiment4j.http.Json;
import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.x.XRuleOutcome.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/**
 * The rules of an app's filtered stream, which X keeps between runs: rules that an earlier run has left go on bringing
 * posts. {@link #sync} makes them what is wanted, {@link #addMissing} leaves the others alone. Changes reach an open
 * stream within half a minute. Thread-safe; two who sync one app at once get in each other's way.
 *
 * <p>All calls throw a {@link SourceException}, retriable where waiting may help, with a {@link XApiException} as its
 * cause where X has refused.
 */
public final class XRules {
    private static final int PAGE = 1000;
    /** Rules of one request; X takes more, but says less about them. */
    private static final int BATCH = 100;

    private final XApi api;

    /** The rules of an app. */
    public XRules(XOptions options) {
        this(new XApi(options, TimeSource.system()));
    }

    XRules(XApi api) {
        this.api = api;
    }

    /** All rules that X has, in its order; none is an empty list. */
    public List<XRule.Stored> stored() throws InterruptedException {
        List<XRule.Stored> stored = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("max_results", Integer.toString(PAGE));
            token.ifPresent(t -> query.put("pagination_token", t));
            JsonNode page = call(() -> api.get(XApi.RULES, query).json());
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
    public XRuleCounts counts() throws InterruptedException {
        JsonNode data =
                call(() -> api.get(XApi.RULES + "/counts", Map.of()).json()).path("data");
        JsonNode app = data.path("client_app_rules_count");
        return new XRuleCounts(
                Json.integer(app.path(0).isObject() ? app.path(0) : app, "rule_count"),
                Json.integer(data, "project_rules_count"),
                Json.integer(data, "cap_per_client_app"),
                Json.integer(data, "cap_per_project"));
    }

    /**
     * Makes X's rules those that are wanted: adds what is missing, deletes the others, leaves alone what is there. A
     * rule whose tag has changed is deleted and added. New rules are tried first, so that nothing is deleted for a set
     * that X does not take; where X has no room to try them, as many others as have to are deleted before.
     *
     * @return what became of each rule; look at it, or call {@link XRuleReport#orElseThrow()}
     * @throws IllegalArgumentException if a value is wanted twice
     */
    public XRuleReport sync(List<XRule> wanted) throws InterruptedException {
        return apply(diff(wanted, true));
    }

    /**
     * Sees to it that X has the rules that are wanted, and leaves the others alone: {@link #sync} for an app that
     * somebody else gives rules too.
     *
     * @return what became of each rule that is wanted; look at it, or call {@link XRuleReport#orElseThrow()}
     * @throws IllegalArgumentException if a value is wanted twice
     */
    public XRuleReport addMissing(List<XRule> wanted) throws InterruptedException {
        return apply(diff(wanted, false));
    }

    private XRuleReport apply(Diff diff) throws InterruptedException {
        List<XRuleOutcome> outcomes = new ArrayList<>(diff.unchanged());
        OptionalLong room = room(diff);
        List<XRule.Stored> obsolete = diff.obsolete();
        int before = 0;
        if (areGood(tried(diff, room))) {
            // No more than has to be, so that as little as possible is missed until the new ones are there.
            before = (int) Math.max(0, diff.fresh().size() - room.orElse(Long.MAX_VALUE));
            outcomes.addAll(delete(obsolete.subList(0, before), false));
        }
        // The good ones are not left out for the bad ones' sake; but nothing more is deleted then.
        List<XRuleOutcome> added = add(diff.fresh(), false);
        outcomes.addAll(added);
        if (areGood(added)) {
            outcomes.addAll(delete(diff.otherTags(), false));
            outcomes.addAll(add(diff.retagged(), false));
            outcomes.addAll(delete(obsolete.subList(before, obsolete.size()), false));
        }
        return new XRuleReport(outcomes, false);
    }

    private static boolean areGood(List<XRuleOutcome> outcomes) {
        return outcomes.stream().allMatch(XRuleOutcome::isGood);
    }

    /** What X says to the new rules, and what it would say if there were room for them. */
    private List<XRuleOutcome> tried(Diff diff, OptionalLong room) throws InterruptedException {
        List<XRuleOutcome> tried = add(diff.fresh(), true);
        if (room.isEmpty()) {
            return tried;
        }
        long fitting = room.getAsLong() + diff.obsolete().size();
        List<XRuleOutcome> outcomes = new ArrayList<>();
        for (XRuleOutcome outcome : tried) {
            XRule rule = outcome.rule();
            if (outcomes.size() >= fitting && outcome.isGood()) {
                outcomes.add(new XRuleOutcome(rule, null, Status.OVER_CAP, "X takes fewer rules"));
            } else if (outcomes.size() < fitting && outcome.status() == Status.OVER_CAP) {
                outcomes.add(new XRuleOutcome(rule, null, Status.CREATED, "not tried, as there is no room yet"));
            } else {
                outcomes.add(outcome);
            }
        }
        return outcomes;
    }

    /** How many rules X takes before some are deleted; empty if X does not tell, or it does not matter. */
    private OptionalLong room(Diff diff) throws InterruptedException {
        if (diff.fresh().isEmpty() || diff.obsolete().isEmpty()) {
            return OptionalLong.empty();
        }
        XRuleCounts counts;
        try {
            counts = counts();
        } catch (SourceException e) {
            if (e.isRetriable()) {
                throw e;
            }
            // A gateway may not have it; X then says itself when there is no more room.
            return OptionalLong.empty();
        }
        return LongStream.concat(
                        left(counts.app(), counts.appCap()).stream(),
                        left(counts.project(), counts.projectCap()).stream())
                .min();
    }

    private static OptionalLong left(OptionalLong count, OptionalLong cap) {
        return count.isPresent() && cap.isPresent()
                ? OptionalLong.of(Math.max(0, cap.getAsLong() - count.getAsLong()))
                : OptionalLong.empty();
    }

    /** What {@link #sync} would do: X checks the rules, and nothing changes. */
    public XRuleReport dryRun(List<XRule> wanted) throws InterruptedException {
        Diff diff = diff(wanted, true);
        List<XRuleOutcome> outcomes = new ArrayList<>(diff.unchanged());
        outcomes.addAll(delete(diff.otherTags(), true));
        outcomes.addAll(delete(diff.obsolete(), true));
        outcomes.addAll(tried(diff, room(diff)));
        // X would call them duplicates, as they are there with another tag.
        diff.retagged().forEach(rule -> outcomes.add(new XRuleOutcome(rule, null, Status.CREATED, null)));
        return new XRuleReport(outcomes, true);
    }

    /**
     * What has to be done.
     *
     * @param unchanged rules that are there
     * @param obsolete rules that are not wanted
     * @param fresh rules whose value is new
     * @param otherTags rules whose value is wanted with another tag
     * @param retagged the same with the tags that are wanted
     */
    private record Diff(
            List<XRuleOutcome> unchanged,
            List<XRule.Stored> obsolete,
            List<XRule> fresh,
            List<XRule.Stored> otherTags,
            List<XRule> retagged) {
        Diff() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private Diff diff(List<XRule> wanted, boolean nothingElse) throws InterruptedException {
        if (new LinkedHashSet<>(wanted.stream().map(XRule::value).toList()).size() < wanted.size()) {
            throw new IllegalArgumentException("a rule is wanted twice; X keeps each value once, with one tag");
        }
        Map<String, XRule.Stored> stored = new LinkedHashMap<>();
        stored().forEach(rule -> stored.put(rule.value(), rule));
        Diff diff = new Diff();
        for (XRule rule : wanted) {
            XRule.Stored there = stored.remove(rule.value());
            if (there == null) {
                diff.fresh().add(rule);
            } else if (there.rule().equals(rule)) {
                diff.unchanged().add(new XRuleOutcome(rule, there.id(), Status.UNCHANGED, null));
            } else {
                diff.otherTags().add(there);
                diff.retagged().add(rule);
            }
        }
        if (nothingElse) {
            diff.obsolete().addAll(stored.values());
        }
        return diff;
    }

    private List<XRuleOutcome> add(List<XRule> rules, boolean dryRun) throws InterruptedException {
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

    private List<XRuleOutcome> delete(List<XRule.Stored> rules, boolean dryRun) throws InterruptedException {
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
        return call(() -> api.post(XApi.RULES, query, body.toString()).json());
    }

    private interface Call {
        JsonNode get() throws IOException, InterruptedException, XApiException, BadJsonException;
    }

    private JsonNode call(Call call) throws InterruptedException {
        try {
            return Objects.requireNonNull(call.get());
        } catch (IOException e) {
            throw SourceException.unavailable("rules of X: " + HttpFaults.describe(e, api.base()), e);
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
