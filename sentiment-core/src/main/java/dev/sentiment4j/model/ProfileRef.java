package dev.sentiment4j.model;

import dev.sentiment4j.InvalidOptionsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which text profile a model was trained with, as its manifest says. Immutable and thread-safe.
 *
 * @param name a built-in profile ("social", "none", ...) or the name of the one spelled out in {@code steps}
 * @param version its version, from 1
 * @param emojiNames the bundle's file with emoji names, if the profile needs one
 * @param steps names of steps in order, for a profile that is spelled out; empty for a built-in one
 */
public record ProfileRef(String name, int version, @Nullable String emojiNames, List<String> steps) {
    public ProfileRef {
        Objects.requireNonNull(name, "name");
        List<String> problems = new ArrayList<>();
        if (name.isBlank()) {
            problems.add("name = '" + name + "': must not be blank");
        }
        if (version < 1) {
            problems.add("version = " + version + ": must be at least 1");
        }
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException("text profile reference", problems);
        }
        steps = List.copyOf(steps);
    }

    /** The text as it is. */
    public static ProfileRef none() {
        return new ProfileRef("none", 1, null, List.of());
    }

    /** The bundle's file with emoji names, if the profile needs one. */
    public Optional<String> emojiNamesFile() {
        return Optional.ofNullable(emojiNames);
    }

    /** {@code name/version}, as results state it. */
    public String id() {
        return name + "/" + version;
    }
}
