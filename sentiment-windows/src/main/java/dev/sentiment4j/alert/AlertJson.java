package dev.sentiment4j.alert;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.window.CellKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Alerts as JSON, as webhooks and Redis subscribers are given them: no texts, no authors, only keys of posts.
 *
 * <pre>{@code
 * {"id": "unhappy|product=phone|2026-03-01T12:05:00Z", "rule": "unhappy", "cell": {"product": "phone"},
 *  "cell_id": "product=phone", "severity": "critical", "state": "firing", "started_at": "2026-03-01T12:05:00Z",
 *  "fired_at": "2026-03-01T12:07:00Z", "updated_at": "2026-03-01T12:07:00Z", "window": "1m",
 *  "metric": "negative_share", "value": 0.61, "threshold": 0.5, "posts": 88,
 *  "samples": [{"source": "x", "id": "1790000000000000001"}], "summary": ""}
 * }</pre>
 */
public final class AlertJson {
    private AlertJson() {}

    /** The alert as a JSON object. */
    public static String write(Alert alert) {
        return object(alert).toString();
    }

    /**
     * What {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it did not
     */
    public static Alert read(String json) {
        try {
            return alert(JsonParser.parseString(json).getAsJsonObject());
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | NullPointerException
                | ClassCastException
                | DateTimeException e) {
            throw new IllegalArgumentException("not the JSON of an alert", e);
        }
    }

    static JsonObject object(Alert alert) {
        JsonObject json = new JsonObject();
        json.addProperty("id", alert.id());
        json.addProperty("rule", alert.rule());
        JsonObject cell = new JsonObject();
        alert.cell().asMap().forEach(cell::addProperty);
        json.add("cell", cell);
        json.addProperty("cell_id", alert.cell().toString());
        json.addProperty("severity", id(alert.severity()));
        json.addProperty("state", id(alert.state()));
        json.addProperty("started_at", alert.startedAt().toString());
        alert.firedAt().ifPresent(time -> json.addProperty("fired_at", time.toString()));
        json.addProperty("updated_at", alert.updatedAt().toString());
        alert.resolvedAt().ifPresent(time -> json.addProperty("resolved_at", time.toString()));
        json.addProperty("window", alert.window());
        json.addProperty("metric", alert.metric().id());
        json.addProperty("value", alert.value());
        json.addProperty("threshold", alert.threshold());
        json.addProperty("posts", alert.posts());
        JsonArray samples = new JsonArray();
        for (PostKey sample : alert.samples()) {
            JsonObject key = new JsonObject();
            key.addProperty("source", sample.source());
            key.addProperty("id", sample.id());
            samples.add(key);
        }
        json.add("samples", samples);
        json.addProperty("summary", alert.summary());
        return json;
    }

    static Alert alert(JsonObject json) {
        List<PostKey> samples = new ArrayList<>();
        for (JsonElement sample : json.getAsJsonArray("samples")) {
            JsonObject key = sample.getAsJsonObject();
            samples.add(
                    new PostKey(key.get("source").getAsString(), key.get("id").getAsString()));
        }
        return new Alert(
                json.get("rule").getAsString(),
                CellKey.parse(json.get("cell_id").getAsString()),
                Severity.valueOf(constant(json, "severity")),
                AlertState.valueOf(constant(json, "state")),
                Instant.parse(json.get("started_at").getAsString()),
                time(json, "fired_at"),
                Instant.parse(json.get("updated_at").getAsString()),
                time(json, "resolved_at"),
                json.get("window").getAsString(),
                AlertMetric.valueOf(constant(json, "metric")),
                json.get("value").getAsDouble(),
                json.get("threshold").getAsDouble(),
                json.get("posts").getAsLong(),
                samples,
                json.get("summary").getAsString());
    }

    private static String constant(JsonObject json, String name) {
        return json.get(name).getAsString().toUpperCase(Locale.ROOT);
    }

    private static Optional<Instant> time(JsonObject json, String name) {
        return json.has(name) ? Optional.of(Instant.parse(json.get(name).getAsString())) : Optional.empty();
    }

    private static String id(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
