package dev.sentiment4j.examples.analyze.io;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the input, good or bad.
 *
 * @param number the line it starts at, or the position among the texts of the command, from 1
 * @param text what to analyze; null when the row has none
 * @param problem why the row cannot be analyzed; null when it can
 * @param columns the names of all columns, shared by the rows of one table; empty where rows have no columns
 * @param values the row's own columns; more or fewer than the names when the row is ragged
 * @param json the row as it was, when it came as JSON
 */
public record Row(
        long number,
        @Nullable String text,
        @Nullable String problem,
        List<String> columns,
        List<String> values,
        @Nullable JsonElement json) {

    /** A row that is just a text. */
    public static Row ofText(long number, String text) {
        return new Row(number, text, null, List.of(), List.of(), null);
    }

    /** The same row, not to be analyzed. */
    public Row failed(String reason) {
        return new Row(number, text, reason, columns, values, json);
    }

    /** The value of a column as text, or null when the row has none. */
    public @Nullable String field(String column) {
        if (json instanceof JsonObject object) {
            JsonElement value = object.get(column);
            if (value == null || value.isJsonNull()) {
                return null;
            }
            return value instanceof JsonPrimitive p && p.isString() ? p.getAsString() : value.toString();
        }
        int i = columns.indexOf(column);
        return i >= 0 && i < values.size() ? values.get(i) : null;
    }
}
