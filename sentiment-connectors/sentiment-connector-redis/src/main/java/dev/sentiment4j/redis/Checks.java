package dev.sentiment4j.redis;

import dev.sentiment4j.InvalidOptionsException;
import java.time.Duration;
import java.util.List;

/** Rules that several options share. */
final class Checks {
    private static final Duration LONGEST = Duration.ofDays(366);

    private Checks() {}

    static void positive(List<String> problems, String name, Duration value) {
        if (value.compareTo(LONGEST) > 0) {
            problems.add(name + " = " + value + ": must be at most 366 days");
        } else if (value.isNegative() || value.toMillis() < 1) {
            problems.add(name + " = " + value + ": must be at least 1 ms");
        }
    }

    static void atLeast(List<String> problems, String name, long value, long floor) {
        if (value < floor) {
            problems.add(name + " = " + value + ": must be at least " + floor);
        }
    }

    static void notBlank(List<String> problems, String name, String value) {
        if (value.isBlank()) {
            problems.add(name + ": must not be blank");
        }
    }

    static void report(String what, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException(what, problems);
        }
    }
}
