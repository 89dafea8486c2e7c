package dev.sentiment4j.x;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one rule.
 *
 * @param rule the rule
 * @param id X's id of it, if it has one; null otherwise. Of a dry run, null
 * @param status what happened, or in a dry run would happen
 * @param detail why a rule was refused, mostly in X's own words, or why X was not asked; null otherwise
 */
public record XRuleOutcome(
        XRule rule,
        @Nullable String id,
        Status status,
        @Nullable String detail) {
    /** What may become of a rule. */
    public enum Status {
        /** It was there, with this tag. */
        UNCHANGED,
        /** It is new, or has another tag than before. */
        CREATED,
        /** It was not wanted any more, or makes place for its other tag. */
        DELETED,
        /** X has it already, perhaps under another spelling; harmless. */
        DUPLICATE,
        /** X does not take it; the detail says why. */
        INVALID,
        /** No more rules fit. */
        OVER_CAP,
        /** X did not delete it. */
        NOT_DELETED
    }

    /** Whether X now has what was wanted. */
    public boolean isGood() {
        return switch (status) {
            case UNCHANGED, CREATED, DELETED, DUPLICATE -> true;
            case INVALID, OVER_CAP, NOT_DELETED -> false;
        };
    }

    public Optional<String> detailText() {
        return Optional.ofNullable(detail);
    }
}
