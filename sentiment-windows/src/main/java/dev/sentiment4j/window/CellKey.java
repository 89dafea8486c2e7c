package dev.sentiment4j.window;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which posts a cell counts: those with these values in these dimensions; all of them, without dimensions; or, in the
 * cell of the rest, those whose values got no cell of their own. Immutable.
 *
 * @param dimensions names, in the order of their group
 * @param values one for each; none in the cell of the rest
 * @param rest whether it is that cell
 */
public record CellKey(List<String> dimensions, List<String> values, boolean rest) {
    /** The cell of all posts. */
    public static final CellKey OVERALL = new CellKey(List.of(), List.of(), false);

    private static final String REST = "*";

    /**
     * A key.
     *
     * @throws IllegalArgumentException if values and dimensions do not go together
     */
    public CellKey {
        dimensions = List.copyOf(dimensions);
        values = List.copyOf(values);
        if (rest ? dimensions.isEmpty() || !values.isEmpty() : values.size() != dimensions.size()) {
            throw new IllegalArgumentException(values.size() + " values do not go with the dimensions " + dimensions);
        }
    }

    /** The cell of one value of one dimension. */
    public static CellKey of(String dimension, String value) {
        return new CellKey(List.of(dimension), List.of(value), false);
    }

    /** The cell of several values, in the order of the map. */
    public static CellKey of(Map<String, String> values) {
        return new CellKey(List.copyOf(values.keySet()), List.copyOf(values.values()), false);
    }

    /** The cell of the rest of a group. */
    public static CellKey restOf(List<String> dimensions) {
        return new CellKey(dimensions, List.of(), true);
    }

    /** The value in a dimension; empty in the cell of the rest, and where it has no such dimension. */
    public Optional<String> value(String dimension) {
        int at = rest ? -1 : dimensions.indexOf(dimension);
        return at < 0 ? Optional.empty() : Optional.of(values.get(at));
    }

    /** Values by dimension. */
    public Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            map.put(dimensions.get(i), values.get(i));
        }
        return map;
    }

    /**
     * What {@link #toString()} wrote.
     *
     * @throws IllegalArgumentException if it did not
     */
    public static CellKey parse(String text) {
        Objects.requireNonNull(text, "text");
        List<String> dimensions = new ArrayList<>();
        List<String> values = new ArrayList<>();
        boolean rest = false;
        StringBuilder part = new StringBuilder();
        boolean escaped = false;
        boolean star = false;
        for (int i = 0; i <= text.length() && !text.isEmpty(); i++) {
            char c = i < text.length() ? text.charAt(i) : ',';
            boolean end = i == text.length();
            if (!end && escaped) {
                part.append(c);
                escaped = false;
            } else if (!end && c == '\\') {
                escaped = true;
            } else if (c == '=' && dimensions.size() == values.size()) {
                dimensions.add(part.toString());
                part.setLength(0);
                star = i + 1 < text.length() && text.startsWith(REST, i + 1);
            } else if (c == ',') {
                if (star && part.toString().equals(REST)) {
                    rest = true;
                    values.add("");
                } else {
                    values.add(part.toString());
                }
                part.setLength(0);
                star = false;
            } else {
                part.append(c);
            }
        }
        if (escaped || dimensions.size() != values.size()) {
            throw new IllegalArgumentException("not the text of a cell: '" + text + "'");
        }
        return new CellKey(dimensions, rest ? List.of() : values, rest);
    }

    /**
     * Such as {@code product=phone,city=Berlin}, with a backslash before {@code , = \} and a leading {@code *} of names
     * and values; {@code city=*} for the rest; empty for all posts.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < dimensions.size(); i++) {
            text.append(i == 0 ? "" : ",");
            escape(text, dimensions.get(i));
            text.append('=');
            if (rest) {
                text.append(REST);
            } else {
                escape(text, values.get(i));
            }
        }
        return text.toString();
    }

    private static void escape(StringBuilder text, String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == ',' || c == '=' || c == '\\' || (c == '*' && i == 0)) {
                text.append('\\');
            }
            text.append(c);
        }
    }
}
