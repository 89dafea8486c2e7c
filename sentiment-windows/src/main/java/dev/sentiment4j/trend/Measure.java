package dev.sentiment4j.trend;

/** What is followed of a cell. */
public enum Measure {
    /** The share of negative posts among those with a sentiment. */
    NEGATIVE_SHARE,
    /** The mean score. */
    MEAN_SCORE,
    /** The number of posts. */
    POSTS
}
