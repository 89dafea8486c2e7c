package dev.sentiment4j.postgres;

import dev.sentiment4j.SentimentLabel;
import java.util.OptionalDouble;

/**
 * How posts are labelled.
 *
 * @param posts all of them, also those that are not analyzed or have no sentiment
 * @param negative posts with this label
 * @param neutral posts with this label
 * @param positive posts with this label
 * @param meanScore the mean score of those that have one, -1 to 1; empty if none has
 */
public record LabelCounts(long posts, long negative, long neutral, long positive, OptionalDouble meanScore) {
    /** Posts with any label. */
    public long labelled() {
        return negative + neutral + positive;
    }

    /** The share of a label among the labelled, 0 to 1; empty if there is none. */
    public OptionalDouble share(SentimentLabel label) {
        long count =
                switch (label) {
                    case NEGATIVE -> negative;
                    case NEUTRAL -> neutral;
                    case POSITIVE -> positive;
                };
        return labelled() == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) count / labelled());
    }
}
