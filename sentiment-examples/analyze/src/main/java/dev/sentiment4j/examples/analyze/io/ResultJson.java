package dev.sentiment4j.examples.analyze.io;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.sentiment4j.Classification;
import dev.sentiment4j.SentimentResult;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of one result. What the model does not offer is left out. */
public final class ResultJson {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private ResultJson() {}

    /**
     * A result as an object.
     *
     * @param text the text it belongs to, or null where that stands beside it already
     */
    public static JsonObject of(@Nullable String text, SentimentResult result) {
        JsonObject json = new JsonObject();
        if (text != null) {
            json.addProperty("text", text);
        }
        if (result.hasSentiment()) {
            json.addProperty("label", result.label().id());
            json.addProperty("score", Numbers.rounded(result.score()));
            json.addProperty("confidence", Numbers.rounded(result.confidence()));
            JsonObject probabilities = new JsonObject();
            result.probabilities().forEach((label, p) -> probabilities.addProperty(label.id(), Numbers.rounded(p)));
            json.add("probabilities", probabilities);
        }
        JsonObject heads = new JsonObject();
        result.heads().forEach((name, head) -> heads.add(name, head(head)));
        json.add("heads", heads);
        json.addProperty("tokens", result.input().tokens());
        json.addProperty("tokensCut", result.input().tokensCut());
        json.addProperty("model", result.model().toString());
        return json;
    }

    /** What is written for a text that failed. */
    public static JsonObject failure(@Nullable String text, String error) {
        JsonObject json = new JsonObject();
        if (text != null) {
            json.addProperty("text", text);
        }
        json.addProperty("error", error);
        return json;
    }

    private static JsonElement head(Classification head) {
        if (!head.isExclusive() && head.probabilities().size() == 1) {
            return new JsonPrimitive(Numbers.rounded(head.probability()));
        }
        JsonObject json = new JsonObject();
        if (head.isExclusive()) {
            json.addProperty("label", head.label());
        } else {
            JsonArray labels = new JsonArray();
            head.labels().forEach(labels::add);
            json.add("labels", labels);
        }
        JsonObject probabilities = new JsonObject();
        for (Map.Entry<String, Double> e : head.probabilities().entrySet()) {
            probabilities.addProperty(e.getKey(), Numbers.rounded(e.getValue()));
        }
        json.add("probabilities", probabilities);
        return json;
    }

    /** One line of JSON without its end; half of a surrogate pair is escaped, since no charset can carry it. */
    public static String line(JsonElement json) {
        String s = GSON.toJson(json);
        StringBuilder escaped = null;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c) && i + 1 < s.length() && Character.isLowSurrogate(s.charAt(i + 1));
            if (Character.isSurrogate(c) && !pair) {
                if (escaped == null) {
                    escaped = new StringBuilder(s.length() + 16).append(s, 0, i);
                }
                escaped.append(String.format("\\u%04x", (int) c));
                continue;
            }
            if (escaped != null) {
                escaped.append(c);
            }
            if (pair) {
                i++;
                if (escaped != null) {
                    escaped.append(s.charAt(i));
                }
            }
        }
        return escaped == null ? s : escaped.toString();
    }
}
