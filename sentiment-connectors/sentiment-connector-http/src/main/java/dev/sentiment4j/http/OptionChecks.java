package dev.sentiment4j.http;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.pipeline.CheckpointStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Rules that the options of several connectors share; each adds "name = value: rule" to the problems. */
public final class OptionChecks {
    private static final Duration LONGEST = Duration.ofDays(366);

    private OptionChecks() {}

    /** From 1 ms to 366 days. */
    public static void positive(List<String> problems, String name, Duration value) {
        between(problems, name, value, Duration.ofMillis(1), LONGEST);
    }

    public static void between(List<String> problems, String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0) {
            problems.add(name + " = " + value + ": must be at least " + least);
        } else if (value.compareTo(most) > 0) {
            problems.add(name + " = " + value + ": must be at most " + most);
        }
    }

    public static void between(List<String> problems, String name, long value, long least, long most) {
        if (value < least) {
            problems.add(name + " = " + value + ": must be at least " + least);
        } else if (value > most) {
            problems.add(name + " = " + value + ": must be at most " + most);
        }
    }

    public static void notBlank(List<String> problems, String name, String value) {
        if (value.isBlank()) {
            problems.add(name + ": must not be blank");
        }
    }

    /** An absolute http or https address of a host, without user, query or fragment, which could hold secrets. */
    public static void httpBase(List<String> problems, String name, URI value) {
        String scheme = value.getScheme();
        if (value.getHost() == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            problems.add(name + ": must be an http or https address with a host");
        } else if (value.getRawUserInfo() != null || value.getRawQuery() != null || value.getRawFragment() != null) {
            problems.add(name + ": must have no user, query or fragment");
        }
    }

    /** A key of a {@link CheckpointStore}, for the option {@code checkpointKey}. */
    public static void checkpointKey(List<String> problems, String value) {
        try {
            CheckpointStore.requireKey(value);
        } catch (IllegalArgumentException e) {
            problems.add("checkpointKey: " + e.getMessage());
        }
    }

    /**
     * Ends the checks.
     *
     * @throws InvalidOptionsException if there are problems
     */
    public static void report(String what, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException(what, problems);
        }
    }
}
