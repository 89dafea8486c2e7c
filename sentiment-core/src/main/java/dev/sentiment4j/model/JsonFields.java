package dev.sentiment4j.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object read field by field. What is missing or of another type becomes a problem with the field's place, and
 * reading goes on, so that one look finds everything. Not thread-safe.
 */
final class JsonFields {
    private final JsonObject object;
    private final String file;
    private final String path;
    private final boolean nullIsAbsent;
    private final List<String> problems;

    private JsonFields(JsonObject object, String file, String path, boolean nullIsAbsent, List<String> problems) {
        this.object = object;
        this.file = file;
        this.path = path;
        this.nullIsAbsent = nullIsAbsent;
        this.problems = problems;
    }

    /**
     * The fields of a whole document; empty, and a problem, if it is no object.
     *
     * @param nullIsAbsent whether {@code null} stands for a missing field, as Python programs write it
     * @param problems where problems are added
     */
    static Optional<JsonFields> of(JsonElement document, String file, boolean nullIsAbsent, List<String> problems) {
        if (!document.isJsonObject()) {
            problems.add(file + ": must hold an object, found " + Json.kind(document));
            return Optional.empty();
        }
        return Optional.of(new JsonFields(document.getAsJsonObject(), file, "", nullIsAbsent, problems));
    }

    /** Adds a problem with a field. */
    void problem(String key, String what) {
        problems.add(file + ": " + path + key + " " + what);
    }

    /** The names of all fields, in order. */
    Set<String> keys() {
        return object.keySet();
    }

    /** Fields of other names, which a typing error would leave unread. */
    Set<String> unknown(Collection<String> known) {
        Set<String> unknown = new TreeSet<>(object.keySet());
        unknown.removeAll(known);
        return unknown;
    }

    /** Makes fields of other names a problem. */
    void refuseUnknown(List<String> known) {
        unknown(known).forEach(key -> problem(key, "is not known here; known are " + String.join(", ", known)));
    }

    boolean has(String key) {
        return object.has(key) && !(nullIsAbsent && object.get(key).isJsonNull());
    }

    Optional<String> text(String key) {
        JsonElement value = value(key, "a text");
        if (value == null) {
            return Optional.empty();
        }
        if (!isText(value)) {
            return wrong(key, "a text", value);
        }
        if (value.getAsString().isBlank()) {
            problem(key, "must not be blank");
            return Optional.empty();
        }
        return Optional.of(value.getAsString());
    }

    /** A text that may be blank. */
    Optional<String> anyText(String key) {
        JsonElement value = value(key, "a text");
        if (value == null) {
            return Optional.empty();
        }
        return isText(value) ? Optional.of(value.getAsString()) : wrong(key, "a text", value);
    }

    Optional<List<String>> texts(String key) {
        JsonElement value = value(key, "a list of texts");
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isJsonArray()) {
            return wrong(key, "a list of texts", value);
        }
        List<String> texts = new ArrayList<>();
        int index = 0;
        for (JsonElement item : value.getAsJsonArray()) {
            if (!isText(item) || item.getAsString().isBlank()) {
                problem(key + "[" + index + "]", "must be a text that is not blank, found " + Json.kind(item));
                return Optional.empty();
            }
            texts.add(item.getAsString());
            index++;
        }
        return Optional.of(texts);
    }

    OptionalInt integer(String key, int min, int max) {
        JsonElement value = value(key, "a whole number");
        if (value == null) {
            return OptionalInt.empty();
        }
        try {
            if (isNumber(value)) {
                int number = value.getAsBigDecimal().intValueExact();
                if (number >= min && number <= max) {
                    return OptionalInt.of(number);
                }
            }
        } catch (ArithmeticException e) {
            // has a fraction or is too large; told below like any other number that does not fit
        }
        String found = isNumber(value) ? value.getAsString() : Json.kind(value);
        problem(key, "must be a whole number from " + min + " to " + max + ", found " + found);
        return OptionalInt.empty();
    }

    OptionalDouble number(String key) {
        JsonElement value = value(key, "a number");
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (!isNumber(value)) {
            wrong(key, "a number", value);
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(value.getAsDouble());
    }

    Optional<JsonFields> object(String key) {
        JsonElement value = value(key, "an object");
        if (value == null) {
            return Optional.empty();
        }
        return value.isJsonObject()
                ? Optional.of(nested(key, value.getAsJsonObject()))
                : wrong(key, "an object", value);
    }

    /** The objects of a list; those that are none become problems. */
    Optional<List<JsonFields>> objects(String key) {
        JsonElement value = value(key, "a list of objects");
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isJsonArray()) {
            return wrong(key, "a list of objects", value);
        }
        List<JsonFields> objects = new ArrayList<>();
        int index = 0;
        for (JsonElement item : value.getAsJsonArray()) {
            String name = key + "[" + index++ + "]";
            if (item.isJsonObject()) {
                objects.add(nested(name, item.getAsJsonObject()));
            } else {
                wrong(name, "an object", item);
            }
        }
        return Optional.of(objects);
    }

    /** An object whose values are texts. */
    Optional<Map<String, String>> textMap(String key) {
        return object(key).map(fields -> {
            Map<String, String> map = new LinkedHashMap<>();
            fields.keys().forEach(name -> fields.text(name).ifPresent(text -> map.put(name, text)));
            return map;
        });
    }

    /** An object whose values are numbers. */
    Optional<Map<String, Double>> numberMap(String key) {
        return object(key).map(fields -> {
            Map<String, Double> map = new LinkedHashMap<>();
            fields.keys().forEach(name -> fields.number(name).ifPresent(number -> map.put(name, number)));
            return map;
        });
    }

    /** A list of numbers; anything else in it is one problem. */
    Optional<List<BigDecimal>> numbers(String key) {
        JsonElement value = value(key, "a list of numbers");
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isJsonArray()) {
            return wrong(key, "a list of numbers", value);
        }
        List<BigDecimal> numbers = new ArrayList<>(value.getAsJsonArray().size());
        for (JsonElement item : value.getAsJsonArray()) {
            if (!isNumber(item)) {
                return wrong(key + "[" + numbers.size() + "]", "a number", item);
            }
            numbers.add(item.getAsBigDecimal());
        }
        return Optional.of(numbers);
    }

    /** The value itself, whatever it is; null if it is absent. */
    @Nullable
    JsonElement raw(String key) {
        return has(key) ? object.get(key) : null;
    }

    private @Nullable JsonElement value(String key, String expected) {
        if (!has(key)) {
            problem(key, "is missing; it must be " + expected);
            return null;
        }
        return object.get(key);
    }

    private <T> Optional<T> wrong(String key, String expected, JsonElement found) {
        problem(key, "must be " + expected + ", found " + Json.kind(found));
        return Optional.empty();
    }

    private JsonFields nested(String key, JsonObject value) {
        return new JsonFields(value, file, path + key + ".", nullIsAbsent, problems);
    }

    private static boolean isText(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
    }

    private static boolean isNumber(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
    }
}
