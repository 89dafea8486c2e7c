package dev.sentiment4j.alert;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.window.CellKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * When to be told, and of what: a condition on a metric of cells in windows of one name. Immutable.
 *
 * <p>The condition begins to hold when the metric passes the threshold, and holds until it passes {@code clear}:
 * between the two nothing changes. All times are those of posts, that is, of ends of windows.
 *
 * @param name what it is called, once among the rules of an engine
 * @param window the name of the windows that it looks at
 * @param metric what it looks at
 * @param above whether the metric must be above the threshold, rather than below
 * @param threshold the value that it must pass; one that is equal does not pass
 * @param clear the value at which the condition ends: not above the threshold if that is passed upwards, not below it
 *     otherwise
 * @param minPosts in a window with fewer posts of a cell the condition does not hold
 * @param confidence 0 to compare the share as it was counted; above 0, such as 0.95, to compare the end of Wilson's
 *     interval that is further from passing: the share passes, most likely, and not by chance alone
 * @param holdFor how long the condition must hold before it fires: "for" in files
 * @param keepFiring how long it must not hold before it is over
 * @param coolDown how long after its end the next episode of the cell may begin
 * @param severity how bad it is
 * @param by dimensions: each combination of their values is looked at by itself
 * @param where values that cells must have, by dimension; together with {@code by} these are the dimensions of a group
 * @param summary what it means, for people; may be empty
 */
public record AlertRule(
        String name,
        String window,
        AlertMetric metric,
        boolean above,
        double threshold,
        double clear,
        long minPosts,
        double confidence,
        Duration holdFor,
        Duration keepFiring,
        Duration coolDown,
        Severity severity,
        List<String> by,
        Map<String, String> where,
        String summary) {
    private static final Duration LONGEST = Duration.ofDays(366);

    /**
     * A rule.
     *
     * @throws InvalidOptionsException listing everything that cannot work
     */
    public AlertRule {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(summary, "summary");
        by = List.copyOf(by);
        where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
        List<String> problems = new ArrayList<>();
        if (name.isBlank() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)) {
            problems.add("name: must have 1 to 200 characters, not blank, without control characters");
        }
        if (window.isBlank()) {
            problems.add("window: must not be blank");
        }
        checkValues(problems, metric, above, threshold, clear);
        if (minPosts < 0) {
            problems.add("min_posts = " + minPosts + ": must not be negative");
        }
        if (!(confidence >= 0 && confidence < 1)) {
            problems.add("confidence = " + confidence + ": must be 0, or between 0 and 1, such as 0.95");
        } else if (confidence > 0 && !metric.isShare()) {
            problems.add("confidence = " + confidence + ": only shares have an interval, not " + metric.id());
        }
        checkDuration(problems, "for", holdFor);
        checkDuration(problems, "keep_firing", keepFiring);
        checkDuration(problems, "cool_down", coolDown);
        checkDimensions(problems, by, where);
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException("alert rule '" + printable(name) + "'", problems);
        }
    }

    private static void checkValues(
            List<String> problems, AlertMetric metric, boolean above, double threshold, double clear) {
        String direction = above ? "above" : "below";
        boolean known = threshold >= metric.least() && threshold <= metric.most();
        if (!known) {
            problems.add(
                    direction + " = " + threshold + ": must be " + range(metric) + ", since " + metric.id() + " is");
        } else if (above ? threshold == metric.most() : threshold == metric.least()) {
            problems.add(direction + " = " + threshold + ": " + metric.id() + " is never " + direction + " that");
        }
        if (known && !(above ? clear <= threshold : clear >= threshold)) {
            problems.add("clear = " + clear + ": must not be " + direction + " the threshold, " + threshold);
        } else if (known && !(clear >= metric.least() && clear <= metric.most())) {
            problems.add("clear = " + clear + ": must be " + range(metric) + ", since " + metric.id()
                    + " is: it would never end");
        }
    }

    private static String range(AlertMetric metric) {
        return metric.most() > 1e9
                ? "at least " + number(metric.least())
                : number(metric.least()) + " to " + number(metric.most());
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static void checkDuration(List<String> problems, String name, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            problems.add(name + " = " + value + ": must not be negative, and at most 366 days");
        }
    }

    private static void checkDimensions(List<String> problems, List<String> by, Map<String, String> where) {
        Set<String> names = new HashSet<>(where.keySet());
        for (String dimension : by) {
            if (!names.add(dimension)) {
                problems.add("by: dimension '" + printable(dimension) + "' is there twice, in by and where together");
            }
        }
        where.forEach((dimension, value) -> {
            if (value.isEmpty()) {
                problems.add("where: " + printable(dimension) + " must have a value");
            }
        });
    }

    private static String printable(String text) {
        return text.substring(0, Math.min(text.length(), 100)).replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    /** Starts a rule that fires when the metric is above a threshold. */
    public static Builder above(String name, AlertMetric metric, double threshold) {
        return new Builder(name, metric, true, threshold);
    }

    /** Starts a rule that fires when the metric is below a threshold. */
    public static Builder below(String name, AlertMetric metric, double threshold) {
        return new Builder(name, metric, false, threshold);
    }

    /** The dimensions of the group whose cells it looks at; none for the overall cell. */
    public Set<String> dimensions() {
        Set<String> names = new HashSet<>(by);
        names.addAll(where.keySet());
        return names;
    }

    /** Whether it looks at a cell. */
    public boolean matches(CellKey key) {
        if (key.rest() || key.dimensions().size() != by.size() + where.size()) {
            return false;
        }
        if (!dimensions().equals(Set.copyOf(key.dimensions()))) {
            return false;
        }
        return where.entrySet().stream()
                .allMatch(entry -> key.value(entry.getKey()).equals(Optional.of(entry.getValue())));
    }

    /** Whether a value passes the threshold, or while the condition holds, {@link #clear}. */
    boolean passes(OptionalDouble value, boolean holding) {
        if (value.isEmpty()) {
            return false;
        }
        double bar = holding ? clear : threshold;
        return above ? value.getAsDouble() > bar : value.getAsDouble() < bar;
    }

    /** Collects a rule; what is not set has the default. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final AlertMetric metric;
        private final boolean above;
        private final double threshold;
        private double clear;
        private String window = "1m";
        private long minPosts = 1;
        private double confidence;
        private Duration holdFor = Duration.ZERO;
        private Duration keepFiring = Duration.ZERO;
        private Duration coolDown = Duration.ZERO;
        private Severity severity = Severity.WARNING;
        private List<String> by = List.of();
        private Map<String, String> where = Map.of();
        private String summary = "";

        private Builder(String name, AlertMetric metric, boolean above, double threshold) {
            this.name = Objects.requireNonNull(name, "name");
            this.metric = Objects.requireNonNull(metric, "metric");
            this.above = above;
            this.threshold = threshold;
            this.clear = threshold;
        }

        /** Default "1m". */
        public Builder window(String window) {
            this.window = Objects.requireNonNull(window, "window");
            return this;
        }

        /** Default the threshold. */
        public Builder clear(double clear) {
            this.clear = clear;
            return this;
        }

        /** Default 1. */
        public Builder minPosts(long minPosts) {
            this.minPosts = minPosts;
            return this;
        }

        /** Default 0: shares as they were counted. */
        public Builder confidence(double confidence) {
            this.confidence = confidence;
            return this;
        }

        /** Default zero: the first window fires. */
        public Builder holdFor(Duration holdFor) {
            this.holdFor = Objects.requireNonNull(holdFor, "holdFor");
            return this;
        }

        /** Default zero: the first window in which it does not hold is the end. */
        public Builder keepFiring(Duration keepFiring) {
            this.keepFiring = Objects.requireNonNull(keepFiring, "keepFiring");
            return this;
        }

        /** Default zero. */
        public Builder coolDown(Duration coolDown) {
            this.coolDown = Objects.requireNonNull(coolDown, "coolDown");
            return this;
        }

        /** Default {@link Severity#WARNING}. */
        public Builder severity(Severity severity) {
            this.severity = Objects.requireNonNull(severity, "severity");
            return this;
        }

        /** Default none. */
        public Builder by(String... dimensions) {
            this.by = List.of(dimensions);
            return this;
        }

        /** Default none. */
        public Builder where(Map<String, String> where) {
            this.where = Objects.requireNonNull(where, "where");
            return this;
        }

        /** Default empty. */
        public Builder summary(String summary) {
            this.summary = Objects.requireNonNull(summary, "summary");
            return this;
        }

        /**
         * The rule.
         *
         * @throws InvalidOptionsException listing everything that cannot work
         */
        public AlertRule build() {
            return new AlertRule(
                    name,
                    window,
                    metric,
                    above,
                    threshold,
                    clear,
                    minPosts,
                    confidence,
                    holdFor,
                    keepFiring,
                    coolDown,
                    severity,
                    by,
                    where,
                    summary);
        }
    }
}
