package dev.sentiment4j.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Counts and means of what is stored, by the latest analysis of each post. They read the posts of the filter's time
 * range at each call: minutes to days are quick, all of time is not. Thread-safe. Every method takes a connection for
 * as long as it runs, and throws {@link PostgresException}.
 */
public final class SentimentQueries {
    /** {@value} authors or groups. */
    public static final int MAX_GROUPS = 1000;

    private static final String COUNTS = "count(*) as posts, count(*) filter (where p.label = 'negative') as negative,"
            + " count(*) filter (where p.label = 'neutral') as neutral,"
            + " count(*) filter (where p.label = 'positive') as positive, avg(p.score::float8) as mean_score";

    private final Queries queries;

    public SentimentQueries(DataSource dataSource, PostgresOptions options) {
        this.queries = new Queries(dataSource, options);
    }

    /** How the posts are labelled, such as those of a product in the last hour. */
    public LabelCounts distribution(PostFilter filter) {
        List<@Nullable Object> parameters = new ArrayList<>();
        String sql = "select " + COUNTS + " from $social_media_posts p" + Queries.where(filter, parameters);
        return queries.list("counting labels", sql, parameters, SentimentQueries::counts)
                .get(0);
    }

    /**
     * The same for each value of a dimension, the most frequent first.
     *
     * @param limit groups at most, 1 to {@value #MAX_GROUPS}
     * @return by the value; empty for posts without one
     */
    public Map<Optional<String>, LabelCounts> distributionBy(Dimension dimension, PostFilter filter, int limit) {
        checkLimit(limit);
        List<@Nullable Object> parameters = new ArrayList<>();
        String sql = "select " + dimension.column() + " as grp, " + COUNTS + " from $social_media_posts p"
                + Queries.where(filter, parameters) + " group by 1 order by posts desc, grp limit ?";
        parameters.add(limit);
        Map<Optional<String>, LabelCounts> groups = new LinkedHashMap<>();
        queries.list("counting labels by " + dimension, sql, parameters, row -> Map.entry(group(row), counts(row)))
                .forEach(entry -> groups.put(entry.getKey(), entry.getValue()));
        return groups;
    }

    /** Counts by time and group, in the order of time; buckets without posts are left out. */
    public List<SeriesPoint> series(TimeBucket bucket, Dimension dimension, PostFilter filter) {
        List<@Nullable Object> parameters = new ArrayList<>();
        String sql = "select date_trunc('" + bucket.unit() + "', p.created_at, 'UTC') as start, " + dimension.column()
                + " as grp, " + COUNTS + " from $social_media_posts p" + Queries.where(filter, parameters)
                + " group by 1, 2 order by 1, 2";
        return queries.list(
                "reading a series",
                sql,
                parameters,
                row -> new SeriesPoint(Rows.instant(row, "start"), group(row), counts(row)));
    }

    /** Who wrote the most of the posts. */
    public List<AuthorActivity> topAuthors(PostFilter filter, int limit) {
        checkLimit(limit);
        List<@Nullable Object> parameters = new ArrayList<>();
        String sql = "select p.source, p.author_id, max(p.author_name) as author_name, " + COUNTS
                + " from $social_media_posts p" + Queries.where(filter, parameters, "p.author_id is not null")
                + " group by p.source, p.author_id order by posts desc, p.source, p.author_id limit ?";
        parameters.add(limit);
        return queries.list(
                "reading the top authors",
                sql,
                parameters,
                row -> new AuthorActivity(
                        Objects.requireNonNull(row.getString("source")),
                        Objects.requireNonNull(row.getString("author_id")),
                        Optional.ofNullable(row.getString("author_name")),
                        counts(row)));
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > MAX_GROUPS) {
            throw new IllegalArgumentException("limit = " + limit + ": must be 1 to " + MAX_GROUPS);
        }
    }

    private static Optional<String> group(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getString("grp")).filter(group -> !group.isEmpty());
    }

    private static LabelCounts counts(ResultSet row) throws SQLException {
        double mean = row.getDouble("mean_score");
        OptionalDouble meanScore = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(mean);
        return new LabelCounts(
                row.getLong("posts"),
                row.getLong("negative"),
                row.getLong("neutral"),
                row.getLong("positive"),
                meanScore);
    }
}
