package dev.sentiment4j.text;

import java.util.List;
import java.util.Objects;

/**
 * How a raw post becomes the text a model was trained on: named, ordered, versioned steps. Immutable and thread-safe. A
 * change of any step that changes any output is a new version.
 */
public final class TextProfile {
    private final String name;
    private final int version;
    private final List<TextStep> steps;

    private TextProfile(String name, int version, List<TextStep> steps) {
        this.name = Objects.requireNonNull(name, "name");
        this.version = version;
        this.steps = List.copyOf(steps);
    }

    /** A profile of one's own. */
    public static TextProfile of(String name, int version, List<TextStep> steps) {
        return new TextProfile(name, version, steps);
    }

    /** The text as it is. */
    public static TextProfile none() {
        return of("none", 1, List.of());
    }

    public String name() {
        return name;
    }

    public int version() {
        return version;
    }

    public List<TextStep> steps() {
        return steps;
    }

    /** {@code name/version}, as results state it. */
    public String id() {
        return name + "/" + version;
    }

    /** Runs every step in order. */
    public String apply(String text) {
        String out = Objects.requireNonNull(text, "text");
        for (TextStep step : steps) {
            out = step.apply(out);
        }
        return out;
    }

    @Override
    public String toString() {
        return id() + steps;
    }
}
