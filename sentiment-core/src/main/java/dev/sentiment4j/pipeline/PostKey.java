package dev.sentiment4j.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What tells one post from another, everywhere and for good: the platform, and the id that it has there. Keys are
 * strict, so that every store can hold them as they are: not blank, no control characters, no lone surrogates, at most
 * {@value #MAX_SOURCE} and {@value #MAX_ID} characters. Keys are compared character by character.
 *
 * @param source the platform, such as "x" or "reddit"; not the name of a {@link PostSource}, of which several may read
 *     the same platform
 * @param id the post's id on that platform
 */
public record PostKey(String source, String id) {
    /** {@value} characters. */
    public static final int MAX_SOURCE = 100;
    /** {@value} characters. */
    public static final int MAX_ID = 512;

    /**
     * A key.
     *
     * @throws InvalidPostException if source or id break the rules above, saying all of it
     */
    public PostKey {
        List<String> problems = new ArrayList<>();
        check(problems, "source", Objects.requireNonNull(source, "source"), MAX_SOURCE);
        check(problems, "id", Objects.requireNonNull(id, "id"), MAX_ID);
        if (!problems.isEmpty()) {
            throw new InvalidPostException("post key", problems);
        }
    }

    /** Adds what is wrong with a part of a key; the value itself is left out, as it may be anything. */
    static void check(List<String> problems, String name, String value, int longest) {
        if (value.isBlank()) {
            problems.add(name + ": must not be blank");
        }
        if (value.length() > longest) {
            problems.add(name + " has " + value.length() + " characters: must be at most " + longest);
        }
        if (value.codePoints().anyMatch(c -> Character.isISOControl(c) || isSurrogate(c))) {
            problems.add(name + ": must not have control characters or lone surrogates");
        }
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** {@code source/id}. */
    @Override
    public String toString() {
        return source + "/" + id;
    }
}
