package dev.sentiment4j.text;

import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A name and a function. */
record NamedStep(String name, UnaryOperator<String> function) implements TextStep {
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*(:.+)?", Pattern.DOTALL);

    @Override
    public String apply(String text) {
        return function.apply(Objects.requireNonNull(text, "text"));
    }

    @Override
    public String toString() {
        return name;
    }
}
