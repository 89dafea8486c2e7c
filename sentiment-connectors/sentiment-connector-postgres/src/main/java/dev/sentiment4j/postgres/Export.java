package dev.sentiment4j.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Rows read through a cursor of the server; belongs to the stream that reads it. Not thread-safe. */
final class Export extends Spliterators.AbstractSpliterator<StoredPost> {
    private static final String DOING = "exporting posts";

    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;

    private Export(Connection connection, PreparedStatement statement, ResultSet rows) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
    }

    static Stream<StoredPost> stream(
            Queries queries, PostgresOptions options, String sql, List<@Nullable Object> parameters) {
        Connection connection = null;
        try {
            connection = queries.connect();
            // The driver reads by portions only inside a transaction.
            connection.setAutoCommit(false);
            try (PreparedStatement timeout =
                    connection.prepareStatement("select set_config('statement_timeout', ?, true)")) {
                timeout.setString(1, Long.toString(options.statementTimeout().toMillis()));
                timeout.execute();
            }
            PreparedStatement statement = Queries.prepare(connection, sql, parameters);
            statement.setFetchSize(options.fetchSize());
            Export export = new Export(connection, statement, statement.executeQuery());
            return StreamSupport.stream(export, false).onClose(export::close);
        } catch (SQLException e) {
            if (connection != null) {
                giveBack(connection, e);
            }
            throw SqlFailure.of(DOING, e).toQuery();
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super StoredPost> action) {
        StoredPost post;
        try {
            if (!rows.next()) {
                return false;
            }
            post = Rows.storedPost(rows);
        } catch (SQLException e) {
            throw SqlFailure.of(DOING, e).toQuery();
        }
        action.accept(post);
        return true;
    }

    private void close() {
        try (connection;
                statement;
                rows) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw SqlFailure.of(DOING, e).toQuery();
        }
    }

    private static void giveBack(Connection connection, SQLException cause) {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
