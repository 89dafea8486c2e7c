package dev.sentiment4j;

import java.util.Locale;

/** The three answers to "how does the author feel about it?". */
public enum SentimentLabel {
    NEGATIVE,
    NEUTRAL,
    POSITIVE;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** The label as written in JSON, CSV and model manifests: the name in lower case. */
    public String id() {
        return id;
    }
}
