package dev.sentiment4j.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON by the book (RFC 8259): no comments, no NaN, no trailing commas, one value per document, and no key twice, since
 * the second would win in silence.
 */
final class Json {
    private static final Pattern POSITION = Pattern.compile(" at line (\\d+) column (\\d+) path (\\S*)");

    private Json() {}

    /** A reader that fails on bytes that are no UTF-8, rather than replacing them. */
    static Reader utf8(InputStream in) {
        return new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /**
     * The whole document.
     *
     * @throws IOException if it cannot be read, or is not JSON; {@link #malformed} tells which
     */
    static JsonElement read(Reader in) throws IOException {
        JsonReader json = reader(in);
        JsonElement value = value(json);
        end(json);
        return value;
    }

    /** Checks that a document is JSON without keeping any of it; keys may repeat. */
    static void check(Reader in) throws IOException {
        JsonReader json = reader(in);
        json.skipValue();
        end(json);
    }

    /** What is wrong with the text, as half a sentence with its position; empty if the file could not be read. */
    static Optional<String> malformed(IOException e) {
        if (e instanceof CharacterCodingException) {
            return Optional.of("is not UTF-8 text");
        }
        boolean cut = e instanceof EOFException;
        if (!cut && !(e instanceof MalformedJsonException)) {
            return Optional.empty();
        }
        String message = String.valueOf(e.getMessage());
        Matcher at = POSITION.matcher(message);
        boolean found = at.find();
        String position = found ? " at line " + at.group(1) + ", column " + at.group(2) : "";
        if (cut) {
            return Optional.of("is cut short: its JSON ends" + position);
        }
        // the library's other texts advise how to relax the parser, which is no remedy for a bad file
        String reason = found && message.startsWith("Duplicate") ? " (" + message.substring(0, at.start()) + ")" : "";
        return Optional.of("is not valid JSON" + position + reason);
    }

    /** What a value is, for messages. */
    static String kind(JsonElement value) {
        if (value.isJsonObject()) {
            return "an object";
        }
        if (value.isJsonArray()) {
            return "a list";
        }
        if (value.isJsonNull()) {
            return "null";
        }
        JsonPrimitive primitive = value.getAsJsonPrimitive();
        return primitive.isString() ? "a text" : primitive.isNumber() ? "a number" : "true or false";
    }

    private static JsonReader reader(Reader in) {
        JsonReader json = new JsonReader(in);
        json.setStrictness(Strictness.STRICT);
        return json;
    }

    private static void end(JsonReader json) throws IOException {
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw new MalformedJsonException("More than one value" + position(json));
        }
    }

    private static JsonElement value(JsonReader json) throws IOException {
        switch (json.peek()) {
            case BEGIN_OBJECT -> {
                JsonObject object = new JsonObject();
                json.beginObject();
                while (json.hasNext()) {
                    String key = json.nextName();
                    if (object.has(key)) {
                        throw new MalformedJsonException("Duplicate key '" + key + "'" + position(json));
                    }
                    object.add(key, value(json));
                }
                json.endObject();
                return object;
            }
            case BEGIN_ARRAY -> {
                JsonArray array = new JsonArray();
                json.beginArray();
                while (json.hasNext()) {
                    array.add(value(json));
                }
                json.endArray();
                return array;
            }
            case STRING -> {
                return new JsonPrimitive(json.nextString());
            }
            case NUMBER -> {
                String number = json.nextString();
                try {
                    return new JsonPrimitive(new BigDecimal(number));
                } catch (NumberFormatException e) {
                    throw new MalformedJsonException("Number out of range" + position(json), e);
                }
            }
            case BOOLEAN -> {
                return new JsonPrimitive(json.nextBoolean());
            }
            case NULL -> {
                json.nextNull();
                return JsonNull.INSTANCE;
            }
            default -> throw new EOFException("End of input" + position(json));
        }
    }

    private static String position(JsonReader json) {
        String text = json.toString();
        int at = text.indexOf(" at line ");
        return at < 0 ? "" : text.substring(at);
    }
}
