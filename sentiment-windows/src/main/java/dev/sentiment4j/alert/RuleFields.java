package dev.sentiment4j.alert;

import dev.sentiment4j.InvalidOptionsException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A rule from its fields; every problem is told with the field's place. */
final class RuleFields {
    private static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "name",
            "window",
            "metric",
            "above",
            "below",
            "clear",
            "min_posts",
            "confidence",
            "for",
            "keep_firing",
            "cool_down",
            "severity",
            "by",
            "where",
            "summary"));
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    /** Beyond it a number with a point is no exact count any more. */
    private static final double MOST = 1L << 53;

    private final String place;
    private final Map<?, ?> fields;
    private final List<String> problems;

    private RuleFields(String place, Map<?, ?> fields, List<String> problems) {
        this.place = place;
        this.fields = fields;
        this.problems = problems;
    }

    /** Null if something is wrong, which was added to the problems. */
    static @Nullable AlertRule rule(String place, @Nullable Object fields, List<String> problems) {
        if (!(fields instanceof Map<?, ?> map)) {
            problems.add(place + ": must be a rule with fields");
            return null;
        }
        return new RuleFields(place, map, problems).rule();
    }

    private @Nullable AlertRule rule() {
        int before = problems.size();
        for (Object field : fields.keySet()) {
            if (!(field instanceof String name) || !KNOWN.contains(name)) {
                problem(printable(field), "is not known; there are " + String.join(", ", KNOWN));
            }
        }
        Double above = number("above").orElse(null);
        Double below = number("below").orElse(null);
        if (!fields.containsKey("above") && !fields.containsKey("below")) {
            problem("above", "or below: one is needed");
        } else if (fields.containsKey("above") && fields.containsKey("below")) {
            problem("above", "and below: only one can be there");
        }
        String name = required("name");
        AlertMetric metric = constant("metric", required("metric"), AlertMetric.values());
        Severity severity = fields.containsKey("severity")
                ? constant("severity", required("severity"), Severity.values())
                : Severity.WARNING;
        Optional<Double> clear = number("clear");
        double minPosts = number("min_posts").orElse(1.0);
        if (minPosts != Math.rint(minPosts) || Math.abs(minPosts) > MOST) {
            problem("min_posts", "must be a whole number");
        }
        double confidence = number("confidence").orElse(0.0);
        Duration holdFor = duration("for");
        Duration keepFiring = duration("keep_firing");
        Duration coolDown = duration("cool_down");
        List<String> by = strings("by");
        Map<String, String> where = map("where");
        String window = text("window").orElse("1m");
        String summary = text("summary").orElse("");
        Double threshold = above == null ? below : above;
        if (problems.size() > before || name == null || metric == null || severity == null || threshold == null) {
            return null;
        }
        try {
            return new AlertRule(
                    name,
                    window,
                    metric,
                    above != null,
                    threshold,
                    clear.orElse(threshold),
                    (long) minPosts,
                    confidence,
                    holdFor,
                    keepFiring,
                    coolDown,
                    severity,
                    by,
                    where,
                    summary);
        } catch (InvalidOptionsException e) {
            e.problems().forEach(problem -> problems.add(place + "." + problem));
            return null;
        }
    }

    private void problem(String field, String problem) {
        problems.add(place + "." + field + ": " + problem);
    }

    private @Nullable String required(String field) {
        if (!fields.containsKey(field)) {
            problem(field, "is missing");
            return null;
        }
        return text(field).orElse(null);
    }

    private Optional<String> text(String field) {
        Object value = fields.get(field);
        if (value instanceof String text) {
            return Optional.of(text);
        }
        if (fields.containsKey(field)) {
            problem(field, "must be text; if it looks like a number, put it in quotes");
        }
        return Optional.empty();
    }

    private Optional<Double> number(String field) {
        Object value = fields.get(field);
        if (value instanceof Number number) {
            return Optional.of(number.doubleValue());
        }
        if (fields.containsKey(field)) {
            problem(field, "must be a number");
        }
        return Optional.empty();
    }

    private <E extends Enum<E>> @Nullable E constant(String field, @Nullable String text, E[] values) {
        if (text == null) {
            return null;
        }
        for (E value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                return value;
            }
        }
        problem(
                field,
                "'" + printable(text) + "' is not known; there are "
                        + String.join(
                                ", ",
                                Arrays.stream(values)
                                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                                        .toList()));
        return null;
    }

    private Duration duration(String field) {
        if (!fields.containsKey(field)) {
            return Duration.ZERO;
        }
        if (fields.get(field) instanceof String text) {
            Matcher matcher = SHORT.matcher(text);
            if (matcher.matches()) {
                long count = Long.parseLong(matcher.group(1));
                return switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
            }
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException e) {
                problem(field, "'" + printable(text) + "' is no duration, such as 90s, 5m, 2h, 1d or PT5M");
                return Duration.ZERO;
            }
        }
        problem(field, "must be a duration, such as 90s, 5m, 2h, 1d or PT5M");
        return Duration.ZERO;
    }

    private List<String> strings(String field) {
        Object value = fields.get(field);
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        if (fields.containsKey(field)) {
            problem(field, "must be a list of dimensions, such as [product, city]");
        }
        return List.of();
    }

    private Map<String, String> map(String field) {
        Object value = fields.get(field);
        Map<String, String> strings = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map
                && map.entrySet().stream()
                        .allMatch(e -> e.getKey() instanceof String && e.getValue() instanceof String)) {
            map.forEach((key, text) -> strings.put((String) key, (String) text));
        } else if (fields.containsKey(field)) {
            problem(field, "must have a text for each dimension, such as {product: phone}");
        }
        return strings;
    }

    static String printable(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.substring(0, Math.min(text.length(), 100)).replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
