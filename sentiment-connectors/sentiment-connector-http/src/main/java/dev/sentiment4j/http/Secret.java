package dev.sentiment4j.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A token, key or password, which shows itself only to who asks for it by name. Immutable and thread-safe; not
 * serializable.
 */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * A secret.
     *
     * @throws IllegalArgumentException if it is blank, or has characters that no HTTP header can hold
     * @throws NullPointerException if it is null, as an environment variable is that is not set
     */
    public static Secret of(String value) {
        Objects.requireNonNull(value, "a secret must not be null; is the environment variable set?");
        if (value.isBlank()) {
            throw new IllegalArgumentException("a secret must not be blank; is the environment variable set?");
        }
        if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "a secret must have printable ASCII characters only; is there a line end or a blank around it?");
        }
        return new Secret(value);
    }

    /**
     * A secret of any characters, such as a password in a form.
     *
     * @throws IllegalArgumentException if it is empty
     * @throws NullPointerException if it is null, as an environment variable is that is not set
     */
    public static Secret ofAnyCharacters(String value) {
        Objects.requireNonNull(value, "a secret must not be null; is the environment variable set?");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty; is the environment variable set?");
        }
        return new Secret(value);
    }

    /** The secret itself, for the wire alone. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Secret s
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), s.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Says that it is one. */
    @Override
    public String toString() {
        return "Secret[...]";
    }
}
