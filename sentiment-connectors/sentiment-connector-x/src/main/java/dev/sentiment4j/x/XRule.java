package dev.sentiment4j.x;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule that a filtered stream applies, in X's language: {@code cat has:images -is:retweet lang:en}.
 *
 * @param value what to match; X checks it
 * @param tag a label that comes with every post that matches; null or empty for none
 */
public record XRule(String value, @Nullable String tag) {
    /**
     * A rule.
     *
     * @throws IllegalArgumentException if the value is blank
     */
    public XRule {
        Objects.requireNonNull(value, "value");
        if (value.isBlank()) {
            throw new IllegalArgumentException("a rule must not be blank");
        }
        tag = tag == null || tag.isEmpty() ? null : tag;
    }

    /** A rule without a tag. */
    public static XRule of(String value) {
        return new XRule(value, null);
    }

    /** A rule with a tag. */
    public static XRule of(String value, String tag) {
        return new XRule(value, Objects.requireNonNull(tag, "tag"));
    }

    /**
     * A rule that X has.
     *
     * @param id X's
     * @param rule what it says
     */
    public record Stored(String id, XRule rule) {
        public String value() {
            return rule.value();
        }

        public Optional<String> tag() {
            return Optional.ofNullable(rule.tag());
        }
    }
}
