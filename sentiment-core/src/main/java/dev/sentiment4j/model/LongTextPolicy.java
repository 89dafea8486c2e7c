package dev.sentiment4j.model;

import dev.sentiment4j.InvalidOptionsException;
import java.util.ArrayList;
import java.util.List;

/**
 * What to do with a text of more tokens than the model takes. Either way the result tells how many tokens were not
 * read.
 *
 * @param windows how many model inputs one text may be split into; 1 truncates
 * @param overlap tokens that neighbouring windows share, so that nothing is torn apart unseen
 */
public record LongTextPolicy(int windows, int overlap) {
    public LongTextPolicy {
        List<String> problems = new ArrayList<>();
        if (windows < 1) {
            problems.add("windows = " + windows + ": must be at least 1");
        }
        if (overlap < 0) {
            problems.add("overlap = " + overlap + ": must not be negative");
        }
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException("long-text policy", problems);
        }
    }

    /** Reads the beginning and cuts the rest. */
    public static LongTextPolicy truncate() {
        return new LongTextPolicy(1, 0);
    }

    /**
     * Reads the whole text in overlapping windows and averages their probabilities, each weighted by its number of
     * tokens.
     *
     * @param windows the most windows for one text; what lies beyond is cut
     * @param overlap tokens shared by neighbours; must be below the model's limit
     */
    public static LongTextPolicy windows(int windows, int overlap) {
        return new LongTextPolicy(windows, overlap);
    }

    /** Whether long texts are cut to one window. */
    public boolean isTruncate() {
        return windows == 1;
    }

    @Override
    public String toString() {
        return isTruncate() ? "truncate" : "windows(max=" + windows + ", overlap=" + overlap + ")";
    }
}
