package dev.sentiment4j.examples.analyze.io;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON lines: on each line an object that holds the text, or a string that is the text. */
final class JsonRows extends LineRows {
    private final String textColumn;
    private @Nullable Row first;
    private final List<String> columns;

    JsonRows(CheckedReader in, String textColumn) throws IOException {
        super(in);
        this.textColumn = textColumn;
        this.first = super.next();
        if (first != null && first.json() instanceof JsonObject object) {
            this.columns = List.copyOf(object.keySet());
            if (!object.has(textColumn)) {
                throw Rows.missing(columns, textColumn, "--text-column", "the keys of the first line");
            }
        } else {
            this.columns = List.of();
        }
    }

    @Override
    public @Nullable Row next() throws IOException {
        Row row = first;
        if (row != null) {
            first = null;
            return row;
        }
        return super.next();
    }

    @Override
    Row row(long number, String line) throws IOException {
        JsonElement json;
        try (JsonReader reader = new JsonReader(new StringReader(line))) {
            reader.setStrictness(Strictness.STRICT);
            json = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                return bad(number, line, "holds more than one JSON value");
            }
        } catch (IOException | JsonParseException e) {
            return bad(number, line, "is not JSON (" + reason(e) + ")");
        }
        if (json instanceof JsonPrimitive p && p.isString()) {
            return new Row(number, p.getAsString(), null, List.of(), List.of(), json);
        }
        if (!(json instanceof JsonObject object)) {
            return bad(number, line, "is neither a JSON object nor a JSON string");
        }
        Row row = new Row(number, null, null, List.of(), List.of(), json);
        JsonElement text = object.get(textColumn);
        if (text == null) {
            return row.failed("has no '" + textColumn + "', only " + object.keySet());
        }
        if (!(text instanceof JsonPrimitive p && p.isString())) {
            return row.failed("'" + textColumn + "' is not a string");
        }
        return new Row(number, text.getAsString(), null, List.of(), List.of(), json);
    }

    /** A line that is not what it should be is kept as the text, so that the output shows it. */
    private static Row bad(long number, String line, String problem) {
        return Row.ofText(number, line).failed(problem);
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = String.valueOf(cause.getMessage());
        // Gson's messages go on with a link and the line of its own one-line input.
        int end = message.indexOf('\n');
        String head = end < 0 ? message : message.substring(0, end);
        // Nor is its advice to be lenient of use to anybody here.
        return head.replaceFirst("Use JsonReader\\.setStrictness\\(\\S+\\) to accept malformed JSON", "malformed")
                .replaceFirst(" at line 1", " at");
    }

    @Override
    public List<String> columns() {
        return columns;
    }
}
