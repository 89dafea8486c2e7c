package dev.sentiment4j.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of this package, made and brought up to date. The same scripts run under Flyway: they lie on the class
 * path at {@link #FLYWAY_COMMON} and {@link #FLYWAY_PLAIN} or {@link #FLYWAY_PARTITIONED}, and take the placeholder
 * {@code search_configuration}. Thread-safe.
 */
public final class PostgresSchema {
    /** {@value}: the location of the scripts that every layout needs. */
    public static final String FLYWAY_COMMON = "classpath:dev/sentiment4j/postgres/migration/common";
    /** {@value}: the location of those of plain tables. */
    public static final String FLYWAY_PLAIN = "classpath:dev/sentiment4j/postgres/migration/plain";
    /** {@value}: the location of those of tables by month. */
    public static final String FLYWAY_PARTITIONED = "classpath:dev/sentiment4j/postgres/migration/partitioned";

    private static final Logger log = LoggerFactory.getLogger(PostgresSchema.class);
    private static final String DOING = "migrating the PostgreSQL schema";

    private PostgresSchema() {}

    /** The version that this library reads and writes. */
    public static int version() {
        return MigrationScript.latest();
    }

    /** Makes the tables in the default schema, or brings them up to date. */
    public static int migrate(DataSource dataSource) {
        return migrate(dataSource, PostgresOptions.defaults());
    }

    /**
     * Makes the schema and its tables, or brings them up to date, in one transaction: all of it or nothing. Does
     * nothing if nothing is to be done. Any number of processes may call it at once; one does the work, the others
     * wait.
     *
     * @return how many scripts were run
     * @throws PostgresException if tables of these names are there that are not ours, if the schema is newer than this
     *     library, partitioned otherwise than the options say, or was made by scripts that were changed since; if the
     *     user may not create tables; retriable if the server is not there
     */
    public static int migrate(DataSource dataSource, PostgresOptions options) {
        Objects.requireNonNull(options, "options");
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                int applied = migrate(connection, options);
                connection.commit();
                return applied;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            } finally {
                restore(connection, autoCommit);
            }
        } catch (SQLException e) {
            throw SqlFailure.of(DOING, e).toQuery();
        }
    }

    /**
     * Looks whether the tables are there and of this library's version, and changes nothing; for health checks.
     *
     * @return the schema's version
     * @throws PostgresException if the schema is missing, older, newer or not ours; retriable if the server is not
     *     there
     */
    public static int check(DataSource dataSource, PostgresOptions options) {
        Objects.requireNonNull(options, "options");
        try (Connection connection = dataSource.getConnection()) {
            SchemaState state = SchemaState.read(connection, options.schema());
            state.requireCurrent(options.schema());
            return state.version();
        } catch (SQLException e) {
            throw SqlFailure.of("looking at the PostgreSQL schema", e).toQuery();
        }
    }

    private static int migrate(Connection connection, PostgresOptions options) throws SQLException {
        String schema = options.schema();
        try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(?, ?)")) {
            lock.setInt(1, Session.LOCK_SPACE + 1);
            lock.setInt(2, schema.hashCode());
            lock.execute();
        }
        SchemaState state = SchemaState.read(connection, schema);
        state.requireKnown(schema);
        if (state.version() > 1 && state.partitioned() != options.partitioned()) {
            throw refused("schema " + schema + " is " + (state.partitioned() ? "" : "not ")
                    + "partitioned; set PostgresOptions.partitioned to " + state.partitioned()
                    + ", or copy the posts into another schema");
        }
        int applied = 0;
        for (MigrationScript script : MigrationScript.all(options)) {
            String known = state.checksums().get(script.version());
            if (known == null) {
                apply(connection, schema, script);
                applied++;
            } else if (!known.isEmpty() && !known.equals(script.checksum())) {
                throw refused("script " + script.name() + " differs from the one that made schema " + schema
                        + ": the search configuration is another one, or the script was changed; set"
                        + " PostgresOptions.searchConfiguration to what it was");
            }
        }
        if (applied > 0) {
            log.info("schema {}: {} migrations applied, now at version {}", schema, applied, version());
        }
        return applied;
    }

    private static void apply(Connection connection, String schema, MigrationScript script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (script.version() == 1 && !exists(connection, schema)) {
                statement.execute("create schema " + Names.quote(schema));
            }
            statement.execute("set local search_path = " + Names.quote(schema));
            statement.execute(script.sql());
        }
        try (PreparedStatement update =
                connection.prepareStatement("update sentiment_schema set checksum = ? where version = ?")) {
            update.setString(1, script.checksum());
            update.setInt(2, script.version());
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException(script.name() + " did not record its version");
            }
        }
    }

    /** Asked first, since "if not exists" needs the right to create one even where it exists. */
    private static boolean exists(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select 1 from pg_catalog.pg_namespace where nspname = ?")) {
            statement.setString(1, schema);
            return statement.executeQuery().next();
        }
    }

    private static PostgresException refused(String message) {
        return new PostgresException(message, null, false, null);
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static void restore(Connection connection, boolean autoCommit) {
        try {
            connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            log.debug("the connection is lost; nothing is left to restore", e);
        }
    }
}
