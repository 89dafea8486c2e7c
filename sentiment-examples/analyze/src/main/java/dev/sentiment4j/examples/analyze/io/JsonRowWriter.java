package dev.sentiment4j.examples.analyze.io;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.sentiment4j.SentimentResult;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * JSON lines. A row that is just a text becomes the result itself; a row with columns keeps them and gets the result
 * beside them.
 */
public final class JsonRowWriter implements RowWriter {
    private static final String KEY = "sentiment";

    private final Writer out;

    public JsonRowWriter(Writer out) {
        this.out = out;
    }

    @Override
    public void write(Row row, @Nullable SentimentResult result, @Nullable String error) throws IOException {
        JsonObject original = original(row);
        JsonObject line;
        if (original == null) {
            line = answer(row.text(), result, error);
        } else {
            // Results keep their key; a column of that name makes room, visibly.
            String key = KEY;
            while (original.has(key)) {
                key += "_result";
            }
            line = original;
            line.add(key, answer(null, result, error));
        }
        out.write(ResultJson.line(line));
        out.write('\n');
    }

    private static JsonObject answer(@Nullable String text, @Nullable SentimentResult result, @Nullable String error) {
        return result != null
                ? ResultJson.of(text, result)
                : ResultJson.failure(text, error == null ? "not analyzed" : error);
    }

    private static @Nullable JsonObject original(Row row) {
        if (row.json() instanceof JsonObject object) {
            JsonObject copy = new JsonObject();
            for (var e : object.entrySet()) {
                JsonElement value = e.getValue();
                copy.add(e.getKey(), value);
            }
            return copy;
        }
        if (row.columns().isEmpty()) {
            return null;
        }
        JsonObject object = new JsonObject();
        for (int i = 0; i < Math.min(row.columns().size(), row.values().size()); i++) {
            object.addProperty(row.columns().get(i), row.values().get(i));
        }
        return object;
    }
}
