package dev.sentiment4j.redis;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.sentiment4j.pipeline.InvalidPostException;
import dev.sentiment4j.pipeline.PostEvent;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One field that holds a JSON object. */
final class JsonCodec implements RedisPostCodec {
    private static final TypeAdapter<JsonElement> JSON = new Gson().getAdapter(JsonElement.class);

    private final String field;
    private final PostFields names;

    JsonCodec(String field, PostFields names) {
        this.field = field;
        this.names = names;
    }

    @Override
    public Map<String, byte[]> encode(PostEvent event) {
        JsonObject object = new JsonObject();
        PostMapping.toTexts(event, names).forEach(object::addProperty);
        Map<String, byte[]> fields = new LinkedHashMap<>();
        fields.put(field, Utf8.bytes(object.toString()));
        return fields;
    }

    @Override
    public PostEvent decode(Map<String, byte[]> fields, Instant addedAt) {
        byte[] bytes = fields.get(field);
        if (bytes == null) {
            throw new InvalidPostException("entry", List.of(field + ": is missing"));
        }
        String json = Utf8.text(bytes);
        if (json == null) {
            throw new InvalidPostException("entry", List.of(field + ": is not UTF-8"));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        object(json).asMap().forEach((name, value) -> {
            if (value.isJsonPrimitive()) {
                texts.put(name, value.getAsString());
            } else if (!value.isJsonNull()) {
                texts.put(name, value.toString());
            }
        });
        return PostMapping.toEvent(texts, names, addedAt, new ArrayList<>());
    }

    private JsonObject object(String json) {
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JSON.read(reader);
            if (element.isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT) {
                return element.getAsJsonObject();
            }
        } catch (IOException | JsonParseException | IllegalStateException | StackOverflowError e) {
            // The parser's message may repeat a part of the text, so it is left out.
        }
        throw new InvalidPostException("entry", List.of(field + ": must be one JSON object"));
    }

    @Override
    public String toString() {
        return "JSON in field " + field + ", " + names;
    }
}
