package dev.sentiment4j.postgres;

import dev.sentiment4j.postgres.PostFilter.Condition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs statements with the schema's names and the time limit. Thread-safe. */
final class Queries {
    /** Reads a row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final DataSource dataSource;
    private final Names names;
    private final Session session;

    Queries(DataSource dataSource, PostgresOptions options) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.names = new Names(options.schema());
        this.session = new Session(options);
    }

    Session session() {
        return session;
    }

    Connection connect() throws SQLException {
        return session.open(dataSource);
    }

    String in(String sql) {
        return names.in(sql);
    }

    <T> List<T> list(String doing, String sql, List<? extends @Nullable Object> parameters, Reader<T> reader) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, session.timed(in(sql)), parameters)) {
            statement.execute();
            ResultSet rows = lastResult(statement);
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(reader.read(rows));
            }
            return list;
        } catch (SQLException e) {
            throw SqlFailure.of(doing, e).toQuery();
        }
    }

    /** How many rows the statement changed. */
    long update(String doing, String sql, List<? extends @Nullable Object> parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, session.timed(in(sql)), parameters)) {
            return changed(statement);
        } catch (SQLException e) {
            throw SqlFailure.of(doing, e).toQuery();
        }
    }

    /** Runs it; how many rows its last part changed. */
    static long changed(PreparedStatement statement) throws SQLException {
        boolean isRows = statement.execute();
        long changed = 0;
        while (true) {
            if (!isRows) {
                int count = statement.getUpdateCount();
                if (count < 0) {
                    return changed;
                }
                changed = count;
            }
            isRows = statement.getMoreResults();
        }
    }

    static PreparedStatement prepare(Connection connection, String sql, List<? extends @Nullable Object> parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.size(); i++) {
                Rows.bind(statement, i + 1, parameters.get(i));
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** The rows of the last statement; those before it set things. */
    static ResultSet lastResult(PreparedStatement statement) throws SQLException {
        ResultSet last = statement.getResultSet();
        while (statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)) {
            last = statement.getResultSet();
        }
        return last;
    }

    /** " where ... and ...", or nothing; the values go to the parameters. */
    static String where(PostFilter filter, List<@Nullable Object> parameters, String... more) {
        List<String> conditions = new ArrayList<>(List.of(more));
        for (Condition condition : filter.conditions()) {
            conditions.add(condition.sql());
            parameters.add(condition.value());
        }
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }
}
