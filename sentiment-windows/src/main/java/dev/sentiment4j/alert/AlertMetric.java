package dev.sentiment4j.alert;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.prevalence.Interval;
import dev.sentiment4j.prevalence.Shares;
import dev.sentiment4j.trend.Change;
import dev.sentiment4j.trend.Measure;
import dev.sentiment4j.window.CellStats;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a rule looks at: a number of a cell in a window. */
public enum AlertMetric {
    /** The share of negative posts. */
    NEGATIVE_SHARE(Kind.SHARE, 0, 1),
    /** The share of positive posts. */
    POSITIVE_SHARE(Kind.SHARE, 0, 1),
    /** The mean score. */
    MEAN_SCORE(Kind.VALUE, -1, 1),
    /** The share of toxic posts. */
    TOXIC_SHARE(Kind.SHARE, 0, 1),
    /** The mean toxicity. */
    MEAN_TOXICITY(Kind.VALUE, 0, 1),
    /** How many posts are at risk of churn. */
    CHURN_COUNT(Kind.VALUE, 0, Double.MAX_VALUE),
    /** Their share. */
    CHURN_SHARE(Kind.SHARE, 0, 1),
    /** The mean churn risk. */
    MEAN_CHURN(Kind.VALUE, 0, 1),
    /** How many posts. */
    POSTS(Kind.VALUE, 0, Double.MAX_VALUE),
    /** How many authors, estimated. */
    DISTINCT_AUTHORS(Kind.VALUE, 0, Double.MAX_VALUE),
    /** Posts as a multiple of what is usual, at this time of day where that is known: a spike is 3, say. */
    POSTS_RATIO(Kind.TREND, 0, Double.MAX_VALUE),
    /** The share of negative posts as a multiple of that in the window before: 2 if it doubled. */
    NEGATIVE_SHARE_RATIO(Kind.TREND, 0, Double.MAX_VALUE),
    /** The control chart of the share of negative posts, in units of its limit: out of control above 1. */
    NEGATIVE_SHARE_ANOMALY(Kind.TREND, -1e6, 1e6),
    /** The control chart of the mean score: out of control below -1. */
    MEAN_SCORE_ANOMALY(Kind.TREND, -1e6, 1e6),
    /** The control chart of the number of posts. */
    POSTS_ANOMALY(Kind.TREND, -1e6, 1e6);

    private enum Kind {
        SHARE,
        VALUE,
        TREND
    }

    private final Kind kind;
    private final double least;
    private final double most;

    AlertMetric(Kind kind, double least, double most) {
        this.kind = kind;
        this.least = least;
        this.most = most;
    }

    /** The name in rules: that of the constant in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it compares with windows before, so that windows must not overlap. */
    public boolean isTrend() {
        return kind == Kind.TREND;
    }

    /** Whether it is a share of posts, of which there is an interval. */
    public boolean isShare() {
        return kind == Kind.SHARE;
    }

    /** Whether it is there only where windows count churn risk. */
    boolean needsChurn() {
        return this == CHURN_COUNT || this == CHURN_SHARE || this == MEAN_CHURN;
    }

    double least() {
        return least;
    }

    double most() {
        return most;
    }

    /** The value, without trends: they are in changes. */
    OptionalDouble value(CellStats stats, @Nullable Map<Measure, Change> changes) {
        return switch (this) {
            case NEGATIVE_SHARE -> stats.share(SentimentLabel.NEGATIVE);
            case POSITIVE_SHARE -> stats.share(SentimentLabel.POSITIVE);
            case MEAN_SCORE -> stats.meanScore();
            case TOXIC_SHARE -> stats.toxicShare();
            case MEAN_TOXICITY -> stats.meanToxicity();
            case CHURN_COUNT -> OptionalDouble.of((double) stats.churning());
            case CHURN_SHARE ->
                stats.churnPosts() == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of((double) stats.churning() / stats.churnPosts());
            case MEAN_CHURN -> stats.meanChurn();
            case POSTS -> OptionalDouble.of((double) stats.posts());
            case DISTINCT_AUTHORS -> {
                var authors = stats.distinctAuthors();
                yield authors.isPresent() ? OptionalDouble.of((double) authors.getAsLong()) : OptionalDouble.empty();
            }
            case POSTS_RATIO -> change(changes, Measure.POSTS, Change::ratioToExpected);
            case NEGATIVE_SHARE_RATIO -> change(changes, Measure.NEGATIVE_SHARE, Change::ratioToPrevious);
            case NEGATIVE_SHARE_ANOMALY ->
                change(changes, Measure.NEGATIVE_SHARE, change -> OptionalDouble.of(change.chart()));
            case MEAN_SCORE_ANOMALY -> change(changes, Measure.MEAN_SCORE, change -> OptionalDouble.of(change.chart()));
            case POSTS_ANOMALY -> change(changes, Measure.POSTS, change -> OptionalDouble.of(change.chart()));
        };
    }

    /** Wilson's interval of a share. */
    Interval interval(CellStats stats, double confidence) {
        return switch (this) {
            case NEGATIVE_SHARE -> stats.shareInterval(SentimentLabel.NEGATIVE, confidence);
            case POSITIVE_SHARE -> stats.shareInterval(SentimentLabel.POSITIVE, confidence);
            case TOXIC_SHARE -> Shares.wilson(stats.toxic(), stats.toxicityPosts(), confidence);
            case CHURN_SHARE -> Shares.wilson(stats.churning(), stats.churnPosts(), confidence);
            default -> throw new IllegalStateException(id() + " is no share");
        };
    }

    private interface Read {
        OptionalDouble of(Change change);
    }

    private static OptionalDouble change(@Nullable Map<Measure, Change> changes, Measure measure, Read read) {
        Change change = changes == null ? null : changes.get(measure);
        return change == null ? OptionalDouble.empty() : read.of(change);
    }
}
