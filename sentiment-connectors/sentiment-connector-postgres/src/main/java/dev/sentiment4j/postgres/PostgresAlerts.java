package dev.sentiment4j.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Episodes of alert rules in {@code sentiment_alerts}. Thread-safe. Every method takes a connection for as long as it
 * runs, and throws {@link PostgresException}.
 */
public final class PostgresAlerts {
    private final Queries queries;

    public PostgresAlerts(DataSource dataSource, PostgresOptions options) {
        this.queries = new Queries(dataSource, options);
    }

    /**
     * Stores an episode, or its new state. What is older than what is stored ({@link StoredAlert#updatedAt()}) changes
     * nothing.
     *
     * @return whether it was stored
     */
    public boolean store(StoredAlert alert) {
        return queries.update("storing an alert", """
                        insert into $sentiment_alerts as a (rule, cell, severity, state, started_at, updated_at,
                            resolved_at, observed, threshold, post_count, sample_posts, details)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)
                        on conflict (rule, cell, started_at) do update set severity = excluded.severity,
                            state = excluded.state, updated_at = excluded.updated_at,
                            resolved_at = excluded.resolved_at, observed = excluded.observed,
                            threshold = excluded.threshold, post_count = excluded.post_count,
                            sample_posts = excluded.sample_posts, details = excluded.details
                        where excluded.updated_at >= a.updated_at
                        """, parameters(alert)) > 0;
    }

    private static List<@Nullable Object> parameters(StoredAlert alert) {
        return Arrays.asList(
                Texts.clean(alert.rule()),
                Texts.clean(alert.cell()),
                id(alert.severity()),
                id(alert.state()),
                alert.startedAt(),
                alert.updatedAt(),
                alert.resolvedAt().orElse(null),
                alert.observed().isPresent() ? alert.observed().getAsDouble() : null,
                alert.threshold().isPresent() ? alert.threshold().getAsDouble() : null,
                alert.postCount().isPresent() ? alert.postCount().getAsLong() : null,
                KeyPayload.json(alert.samplePosts()),
                Texts.clean(alert.details()));
    }

    /** Pending and firing episodes, the latest first: what a restarted engine goes on from. */
    public List<StoredAlert> open() {
        return queries.list(
                "reading open alerts",
                "select * from $sentiment_alerts where state <> 'resolved' order by started_at desc, id desc",
                List.of(),
                PostgresAlerts::read);
    }

    /** Episodes that began in a time range, the latest first; at most {@value PostgresPosts#MAX_PAGE}. */
    public List<StoredAlert> between(Instant from, Instant to, int limit) {
        if (limit < 1 || limit > PostgresPosts.MAX_PAGE) {
            throw new IllegalArgumentException("limit = " + limit + ": must be 1 to " + PostgresPosts.MAX_PAGE);
        }
        return queries.list(
                "reading alerts",
                "select * from $sentiment_alerts where started_at >= ? and started_at < ?"
                        + " order by started_at desc, id desc limit ?",
                new ArrayList<>(List.of(Rows.bound(from), Rows.bound(to), limit)),
                PostgresAlerts::read);
    }

    private static String id(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static StoredAlert read(ResultSet row) throws SQLException {
        return new StoredAlert(
                Objects.requireNonNull(row.getString("rule")),
                Objects.requireNonNull(row.getString("cell")),
                StoredAlert.Severity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                StoredAlert.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "updated_at"),
                Optional.ofNullable(Rows.instantOrNull(row, "resolved_at")),
                Rows.number(row, "observed"),
                Rows.number(row, "threshold"),
                count(row),
                KeyPayload.read(Objects.requireNonNull(row.getString("sample_posts"))),
                Objects.requireNonNull(row.getString("details")));
    }

    private static OptionalLong count(ResultSet row) throws SQLException {
        long count = row.getLong("post_count");
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(count);
    }
}
