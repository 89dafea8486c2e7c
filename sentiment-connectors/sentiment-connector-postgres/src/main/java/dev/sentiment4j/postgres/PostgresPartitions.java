package dev.sentiment4j.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * The months of a schema that is {@linkplain PostgresOptions#partitioned() partitioned}. Posts of a month without a
 * partition go to a default partition, so nothing is ever refused; a month with one is dropped at once instead of row
 * by row. A host calls {@link #ensure} now and then, with rights to create tables. Thread-safe; throws
 * {@link PostgresException}.
 */
public final class PostgresPartitions {
    private static final List<String> TABLES = List.of("social_media_posts", "sentiment_analysis");
    /** As many as anybody keeps; more is a mistake in a date. */
    private static final int MAX_MONTHS = 1200;

    private final Queries queries;
    private final PostgresOptions options;

    public PostgresPartitions(DataSource dataSource, PostgresOptions options) {
        this.queries = new Queries(dataSource, options);
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * Makes the partitions of these months where they are missing, and moves what the default partition holds of them.
     * Writers wait meanwhile.
     *
     * @param first the first month
     * @param last the last month, included; not before the first
     * @return how many months were made
     */
    public int ensure(YearMonth first, YearMonth last) {
        long months = first.until(last, ChronoUnit.MONTHS) + 1;
        if (months < 1 || months > MAX_MONTHS) {
            throw new IllegalArgumentException(first + " to " + last + ": must be 1 to " + MAX_MONTHS + " months");
        }
        return transaction("making partitions", connection -> {
            int made = 0;
            for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
                if (!exists(connection, name(TABLES.get(0), month))) {
                    for (String table : TABLES) {
                        make(connection, table, month);
                    }
                    made++;
                }
            }
            return made;
        });
    }

    /**
     * Drops months with all their posts and analyses, also those that are deleted elsewhere only by
     * {@link PostgresPosts#deleteOlderThan}.
     *
     * @param keep the first month to keep
     * @return how many were dropped
     */
    public int dropBefore(YearMonth keep) {
        return transaction("dropping partitions", connection -> {
            int dropped = 0;
            for (String suffix : months(connection)) {
                YearMonth month =
                        YearMonth.of(Integer.parseInt(suffix.substring(0, 4)), Integer.parseInt(suffix.substring(4)));
                if (month.isBefore(keep)) {
                    for (String table : TABLES) {
                        execute(connection, "drop table " + quoted(name(table, month)));
                    }
                    dropped++;
                }
            }
            return dropped;
        });
    }

    private interface Work {
        int run(Connection connection) throws SQLException;
    }

    private int transaction(String doing, Work work) {
        try (Connection connection = queries.connect()) {
            connection.setAutoCommit(false);
            try {
                execute(
                        connection,
                        "select pg_advisory_xact_lock(" + Session.LOCK_SPACE + ", "
                                + options.schema().hashCode() + ")");
                int count = work.run(connection);
                connection.commit();
                return count;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw SqlFailure.of(doing, e).toQuery();
        }
    }

    private void make(Connection connection, String table, YearMonth month) throws SQLException {
        String column = table.equals(TABLES.get(0)) ? "created_at" : "post_created_at";
        String partition = quoted(name(table, month));
        Instant from = month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant to = month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        execute(
                connection,
                "create table " + partition + " (like " + quoted(table) + " including defaults including constraints)");
        execute(
                connection,
                "with moved as (delete from " + quoted(table + "_rest") + " where " + column + " >= '" + from + "' and "
                        + column + " < '" + to + "' returning *) insert into " + partition + " select * from moved");
        execute(
                connection,
                "alter table " + quoted(table) + " attach partition " + partition + " for values from ('" + from
                        + "') to ('" + to + "')");
    }

    private List<String> months(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select coalesce(array_agg(substring(c.relname from '_p([0-9]{6})$') order by c.relname), '{}')
                from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                where n.nspname = ? and c.relname ~ '^social_media_posts_p[0-9]{6}$' and c.relispartition
                """)) {
            statement.setString(1, options.schema());
            var rows = statement.executeQuery();
            rows.next();
            return List.of((String[]) rows.getArray(1).getArray());
        }
    }

    private boolean exists(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select to_regclass(?) is not null")) {
            statement.setString(1, quoted(table));
            var rows = statement.executeQuery();
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private static String name(String table, YearMonth month) {
        return "%s_p%04d%02d".formatted(table, month.getYear(), month.getMonthValue());
    }

    private String quoted(String table) {
        return Names.quote(options.schema()) + "." + Names.quote(table);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
