package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.PostEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A field for each property. */
final class FieldCodec implements RedisPostCodec {
    private final PostFields names;

    FieldCodec(PostFields names) {
        this.names = names;
    }

    @Override
    public Map<String, byte[]> encode(PostEvent event) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        PostMapping.toTexts(event, names).forEach((name, value) -> fields.put(name, Utf8.bytes(value)));
        return fields;
    }

    @Override
    public PostEvent decode(Map<String, byte[]> fields, Instant addedAt) {
        List<String> problems = new ArrayList<>();
        Map<String, String> texts = new LinkedHashMap<>();
        fields.forEach((name, bytes) -> {
            String text = Utf8.text(bytes);
            if (text == null) {
                problems.add((names.isProperty(name) ? name : "an attribute") + ": is not UTF-8");
            }
            texts.put(name, text == null ? "" : text);
        });
        return PostMapping.toEvent(texts, names, addedAt, problems);
    }

    @Override
    public String toString() {
        return "fields " + names;
    }
}
