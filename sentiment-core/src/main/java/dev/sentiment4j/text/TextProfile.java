package dev.sentiment4j.text;

import java.util.List;
import java.util.Objects;

/**
 * How a raw post becomes the text a model was trained on: named, ordered, versioned steps. A change of any step that
 * changes any output is a new version.
 *
 * <pre>{@code
 * TextProfile profile = TextProfile.of("forum", 1, List.of(
 *         TextSteps.htmlEntities(), TextSteps.urls(), TextSteps.lowerCase(), TextSteps.whitespace()));
 * }</pre>
 *
 * Immutable and thread-safe as its steps are. {@link TextProfiles} has the ones that come with the library.
 */
public final class TextProfile {
    private static final TextProfile NONE = new TextProfile("none", 1, List.of());

    private final String name;
    private final int version;
    private final List<TextStep> steps;

    private TextProfile(String name, int version, List<TextStep> steps) {
        this.name = Objects.requireNonNull(name, "name");
        this.version = version;
        this.steps = List.copyOf(steps);
        if (name.isBlank()) {
            throw new IllegalArgumentException("text profile name is blank: give it one");
        }
        if (version < 1) {
            throw new IllegalArgumentException(
                    "text profile \"" + name + "\" has version " + version + ": versions count from 1");
        }
    }

    /**
     * A profile of one's own.
     *
     * @param name what results and manifests call it
     * @param version from 1
     * @param steps in the order in which they run
     * @throws IllegalArgumentException if the name is blank or the version below 1
     */
    public static TextProfile of(String name, int version, List<TextStep> steps) {
        return new TextProfile(name, version, steps);
    }

    /** The text as it is. */
    public static TextProfile none() {
        return NONE;
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

    /**
     * Runs every step in order.
     *
     * @return the text for the model, which may be empty
     * @throws NullPointerException if the text is null or a step gives null, naming the step
     */
    public String apply(String text) {
        String out = Objects.requireNonNull(text, "text");
        for (TextStep step : steps) {
            out = Objects.requireNonNull(step.apply(out), step.name());
        }
        return out;
    }

    /** The id and the names of the steps. */
    @Override
    public String toString() {
        return id() + steps.stream().map(TextStep::name).toList();
    }
}
