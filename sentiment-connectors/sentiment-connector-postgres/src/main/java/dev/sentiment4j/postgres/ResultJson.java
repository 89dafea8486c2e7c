package dev.sentiment4j.postgres;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sentiment4j.Classification;
import dev.sentiment4j.Degradation;
import dev.sentiment4j.ModelInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a result that are JSON in the table: heads, attributes, degradation. */
final class ResultJson {
    /** Probabilities are kept to six decimals, which is what the library promises of them. */
    private static final double DECIMALS = 1e6;

    private ResultJson() {}

    /** In the order of the model, which jsonb would lose: labels and probabilities are arrays. */
    static @Nullable String heads(Map<String, Classification> heads) {
        if (heads.isEmpty()) {
            return null;
        }
        StringBuilder json = new StringBuilder(256);
        char separator = '{';
        for (Map.Entry<String, Classification> head : heads.entrySet()) {
            Classification c = head.getValue();
            json.append(separator);
            string(json, head.getKey());
            json.append(":{\"exclusive\":").append(c.isExclusive()).append(",\"names\":");
            strings(json, c.probabilities().keySet());
            json.append(",\"probabilities\":");
            char comma = '[';
            for (double p : c.probabilities().values()) {
                json.append(comma);
                number(json, p);
                comma = ',';
            }
            json.append(']');
            if (!c.isExclusive()) {
                json.append(",\"labels\":");
                strings(json, c.labels());
            }
            json.append('}');
            separator = ',';
        }
        return json.append('}').toString();
    }

    static Map<String, Classification> readHeads(@Nullable String json) {
        if (json == null) {
            return Map.of();
        }
        Map<String, Classification> heads = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> head :
                JsonParser.parseString(json).getAsJsonObject().entrySet()) {
            JsonObject c = head.getValue().getAsJsonObject();
            JsonArray names = c.getAsJsonArray("names");
            JsonArray values = c.getAsJsonArray("probabilities");
            Map<String, Double> probabilities = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                probabilities.put(names.get(i).getAsString(), values.get(i).getAsDouble());
            }
            heads.put(
                    head.getKey(),
                    c.get("exclusive").getAsBoolean()
                            ? Classification.exclusive(probabilities)
                            : Classification.independent(probabilities, list(c.getAsJsonArray("labels"))));
        }
        return Collections.unmodifiableMap(heads);
    }

    static @Nullable String degradation(@Nullable Degradation d) {
        if (d == null) {
            return null;
        }
        StringBuilder json = new StringBuilder("{\"step\":").append(d.step()).append(",\"model\":");
        string(json, d.preferred().id());
        json.append(",\"version\":");
        string(json, d.preferred().version());
        json.append(",\"reason\":");
        string(json, d.reason());
        return json.append('}').toString();
    }

    static @Nullable Degradation readDegradation(@Nullable String json) {
        if (json == null) {
            return null;
        }
        JsonObject d = JsonParser.parseString(json).getAsJsonObject();
        return new Degradation(
                d.get("step").getAsInt(),
                new ModelInfo(d.get("model").getAsString(), d.get("version").getAsString()),
                d.get("reason").getAsString());
    }

    /** Attributes but for some, which have columns of their own. */
    static @Nullable String attributes(Map<String, String> attributes, String... except) {
        List<String> left = List.of(except);
        StringBuilder json = null;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            if (left.contains(attribute.getKey())) {
                continue;
            }
            if (json == null) {
                json = new StringBuilder("{");
            } else {
                json.append(',');
            }
            string(json, attribute.getKey());
            json.append(':');
            string(json, attribute.getValue());
        }
        return json == null ? null : json.append('}').toString();
    }

    static Map<String, String> readAttributes(@Nullable String json) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (json != null) {
            JsonParser.parseString(json)
                    .getAsJsonObject()
                    .entrySet()
                    .forEach(e -> attributes.put(e.getKey(), e.getValue().getAsString()));
        }
        return attributes;
    }

    /** An array of strings. */
    static String strings(Iterable<String> values) {
        StringBuilder json = new StringBuilder();
        strings(json, values);
        return json.toString();
    }

    private static List<String> list(JsonArray array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.getAsString()));
        return values;
    }

    private static void strings(StringBuilder json, Iterable<String> values) {
        json.append('[');
        boolean first = true;
        for (String value : values) {
            if (!first) {
                json.append(',');
            }
            string(json, value);
            first = false;
        }
        json.append(']');
    }

    private static void number(StringBuilder json, double value) {
        if (!Double.isFinite(value)) {
            json.append("null");
        } else {
            json.append(Math.round(value * DECIMALS) / DECIMALS);
        }
    }

    static void string(StringBuilder json, String value) {
        json.append('"');
        String clean = Texts.clean(value);
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
