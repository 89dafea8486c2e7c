package dev.sentiment4j.text;

import java.util.Objects;
import java.util.function.UnaryOperator;

/** One named step of a {@link TextProfile}. Thread-safe; defined for every string, lone surrogates included. */
public interface TextStep {
    /** The name that a manifest can refer to: lower-case letters, digits, hyphens, and a colon before a parameter. */
    String name();

    /** The text after this step; the same text always gives the same answer. */
    String apply(String text);

    /** A step of one's own. */
    static TextStep of(String name, UnaryOperator<String> function) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(function, "function");
        return new TextStep() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String apply(String text) {
                return function.apply(text);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }
}
