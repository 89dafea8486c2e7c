package dev.sentiment4j.examples.dashboard.view;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them. */
final class Numbers {
    private Numbers() {}

    /** With four digits after the point; null for none. */
    static @Nullable Double rounded(OptionalDouble value) {
        return value.isPresent() ? rounded(value.getAsDouble()) : null;
    }

    static double rounded(double value) {
        // Adding zero makes -0.0 the 0 that people expect.
        return Math.round(value * 10_000) / 10_000.0 + 0.0;
    }
}
