package dev.sentiment4j.redis;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.sentiment4j.Classification;
import dev.sentiment4j.Degradation;
import dev.sentiment4j.InputInfo;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A result as JSON, and the same result back: nothing of it is lost. */
final class ResultJson {
    private ResultJson() {}

    static String write(SentimentResult result) {
        JsonObject json = new JsonObject();
        json.add("model", model(result.model()));
        json.addProperty("backend", result.backend());
        json.addProperty("device", result.device());
        JsonObject input = new JsonObject();
        input.addProperty("tokens", result.input().tokens());
        input.addProperty("tokensCut", result.input().tokensCut());
        input.addProperty("windows", result.input().windows());
        input.addProperty("profile", result.input().profile());
        json.add("input", input);
        if (result.hasSentiment()) {
            JsonObject sentiment = new JsonObject();
            sentiment.addProperty("score", result.score());
            JsonObject probabilities = new JsonObject();
            result.probabilities().forEach((label, p) -> probabilities.addProperty(label.id(), p));
            sentiment.add("probabilities", probabilities);
            json.add("sentiment", sentiment);
        }
        JsonObject heads = new JsonObject();
        result.heads().forEach((name, head) -> heads.add(name, head(head)));
        json.add("heads", heads);
        result.degradation().ifPresent(d -> {
            JsonObject degradation = new JsonObject();
            degradation.addProperty("step", d.step());
            degradation.add("preferred", model(d.preferred()));
            degradation.addProperty("reason", d.reason());
            json.add("degradation", degradation);
        });
        return json.toString();
    }

    private static JsonObject model(ModelInfo model) {
        JsonObject json = new JsonObject();
        json.addProperty("id", model.id());
        json.addProperty("version", model.version());
        return json;
    }

    private static JsonObject head(Classification head) {
        JsonObject json = new JsonObject();
        json.addProperty("exclusive", head.isExclusive());
        JsonObject probabilities = new JsonObject();
        head.probabilities().forEach(probabilities::addProperty);
        json.add("probabilities", probabilities);
        JsonArray labels = new JsonArray();
        head.labels().forEach(labels::add);
        json.add("labels", labels);
        return json;
    }

    /** The result, or empty if this is not one that we wrote. */
    static Optional<SentimentResult> read(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            JsonObject input = json.getAsJsonObject("input");
            SentimentResult.Builder builder = SentimentResult.builder(model(json.getAsJsonObject("model")))
                    .engine(
                            json.get("backend").getAsString(),
                            json.get("device").getAsString())
                    .input(new InputInfo(
                            input.get("tokens").getAsInt(),
                            input.get("tokensCut").getAsInt(),
                            input.get("windows").getAsInt(),
                            input.get("profile").getAsString()));
            JsonObject sentiment = json.getAsJsonObject("sentiment");
            if (sentiment != null) {
                Map<SentimentLabel, Double> probabilities = new LinkedHashMap<>();
                numbers(sentiment.getAsJsonObject("probabilities"))
                        .forEach((label, p) ->
                                probabilities.put(SentimentLabel.valueOf(label.toUpperCase(Locale.ROOT)), p));
                builder.sentiment(probabilities, sentiment.get("score").getAsDouble());
            }
            json.getAsJsonObject("heads")
                    .asMap()
                    .forEach((name, head) -> builder.head(name, head(head.getAsJsonObject())));
            SentimentResult result = builder.build();
            JsonObject degradation = json.getAsJsonObject("degradation");
            return Optional.of(
                    degradation == null
                            ? result
                            : result.withDegradation(new Degradation(
                                    degradation.get("step").getAsInt(),
                                    model(degradation.getAsJsonObject("preferred")),
                                    degradation.get("reason").getAsString())));
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | NullPointerException
                | ClassCastException
                | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static ModelInfo model(JsonObject json) {
        return new ModelInfo(json.get("id").getAsString(), json.get("version").getAsString());
    }

    private static Classification head(JsonObject json) {
        Map<String, Double> probabilities = numbers(json.getAsJsonObject("probabilities"));
        if (json.get("exclusive").getAsBoolean()) {
            return Classification.exclusive(probabilities);
        }
        List<String> labels = new ArrayList<>();
        for (JsonElement label : json.getAsJsonArray("labels")) {
            labels.add(label.getAsString());
        }
        return Classification.independent(probabilities, labels);
    }

    private static Map<String, Double> numbers(JsonObject json) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        json.asMap().forEach((name, number) -> numbers.put(name, number.getAsDouble()));
        return numbers;
    }
}
