package dev.sentiment4j;

import java.util.Optional;

/**
 * What became of one text of a list: a result or a typed failure, never both. One text's failure does not touch
 * another's.
 */
public sealed interface AnalysisOutcome {
    /** The text was analyzed. */
    record Success(SentimentResult value) implements AnalysisOutcome {}

    /** The text was not analyzed, and why. */
    record Failure(SentimentException error) implements AnalysisOutcome {}

    /** The result, or empty when the text failed. */
    default Optional<SentimentResult> result() {
        return this instanceof Success s ? Optional.of(s.value()) : Optional.empty();
    }

    /** The failure, or empty when the text was analyzed. */
    default Optional<SentimentException> failure() {
        return this instanceof Failure f ? Optional.of(f.error()) : Optional.empty();
    }

    /**
     * The result.
     *
     * @throws SentimentException the failure, when there is one
     */
    default SentimentResult orElseThrow() {
        if (this instanceof Failure f) {
            throw f.error();
        }
        return ((Success) this).value();
    }
}
