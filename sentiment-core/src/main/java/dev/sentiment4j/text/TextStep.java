package dev.sentiment4j.text;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * One named step of a {@link TextProfile}. Thread-safe; defined for every string, lone surrogates included; the same
 * text always gives the same answer. {@link TextSteps} has the ones that come with the library.
 */
public interface TextStep {
    /**
     * The name that a manifest can refer to: lower-case letters, digits and hyphens, and where the step has a
     * parameter, a colon and the parameter, as in "mentions:@user".
     */
    String name();

    /** The text after this step; never null. The same instance if nothing changes, where that is cheap to tell. */
    String apply(String text);

    /**
     * A step of one's own.
     *
     * @param name as {@link #name()} asks for
     * @param function thread-safe and never null for any string
     * @throws IllegalArgumentException if the name is not such a name
     */
    static TextStep of(String name, UnaryOperator<String> function) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(function, "function");
        if (!NamedStep.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("text step name \"" + name
                    + "\": use lower-case letters, digits and hyphens, then a colon before a parameter");
        }
        return new NamedStep(name, function);
    }
}
