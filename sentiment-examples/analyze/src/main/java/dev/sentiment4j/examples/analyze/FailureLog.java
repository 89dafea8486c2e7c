package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.examples.analyze.terminal.Printable;
import java.util.Locale;
import java.util.function.Consumer;

/** Tells which rows failed and why: the first ones each, the others as a number. */
final class FailureLog {
    static final int MOST_TOLD = 20;

    private final Consumer<String> out;
    private final String unit;
    private long failures;

    /** @param unit what a row's number counts, such as "line" */
    FailureLog(Consumer<String> out, String unit) {
        this.out = out;
        this.unit = unit;
    }

    void add(long number, String problem) {
        failures++;
        if (failures <= MOST_TOLD) {
            out.accept(unit + " " + number + ": " + Printable.oneLine(problem));
        } else if (failures == MOST_TOLD + 1) {
            out.accept("... further failures are counted, not told");
        }
    }

    long count() {
        return failures;
    }

    /** How many failed that were not told. */
    void finish() {
        if (failures > MOST_TOLD) {
            out.accept(String.format(Locale.ROOT, "and %,d more", failures - MOST_TOLD));
        }
    }
}
