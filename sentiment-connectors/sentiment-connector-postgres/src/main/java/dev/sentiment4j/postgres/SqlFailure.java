package dev.sentiment4j.postgres;

import dev.sentiment4j.pipeline.SinkException;
import dev.sentiment4j.pipeline.SourceException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a failure of the driver means: who can help, and how. Messages are made of the SQLState, the primary message
 * where that cannot hold data, and the names of tables and constraints; never of the detail, in which the server prints
 * rows.
 *
 * @param kind who can help
 * @param message state and remedy
 * @param cause without the rows that the server prints
 */
record SqlFailure(Kind kind, String message, SQLException cause) {
    enum Kind {
        /** Time: the server or the network. */
        UNAVAILABLE,
        /** The values of the statement are at fault. */
        DATA,
        /** A person. */
        FATAL
    }

    private record Meaning(Kind kind, String remedy) {}

    private static final String NOT_NOW = "may heal by itself";
    private static final Meaning CONNECTION =
            unavailable("the connection is lost or was refused; check that the server is up");

    /** By SQLState; a class of states by its two characters. */
    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            Map.entry("08", CONNECTION),
            Map.entry("57P01", unavailable("the server is shutting down or failing over")),
            Map.entry("57P02", unavailable("the server crashed and recovers")),
            Map.entry("57P03", unavailable("the server is starting or recovering")),
            Map.entry("57P04", fatal("the database was dropped; make it anew, or name another one")),
            Map.entry(
                    "57P05", unavailable("the server closed an idle session; let the pool's idle timeout be shorter")),
            Map.entry(
                    "57014",
                    unavailable("the statement was cancelled, mostly by the statement timeout; raise"
                            + " PostgresOptions.statementTimeout, write smaller batches, or look for what blocks it in"
                            + " pg_stat_activity")),
            Map.entry(
                    "25006",
                    unavailable("the server is read-only, perhaps a replica; name the primary, as with"
                            + " targetServerType=primary in the URL")),
            Map.entry("40001", unavailable("the transaction lost against another one")),
            Map.entry(
                    "40P01", unavailable("the transaction was part of a deadlock; write one key from one place only")),
            Map.entry("55P03", unavailable("a lock was not available in time; look for what holds it in pg_locks")),
            Map.entry("55006", unavailable("an object is in use")),
            Map.entry("53100", unavailable("the server's disk is full; free space, or delete by age")),
            Map.entry("53200", unavailable("the server is out of memory")),
            Map.entry(
                    "53300",
                    unavailable("the server has no connection left; use smaller pools, or raise" + " max_connections")),
            Map.entry("53", unavailable("the server is short of something")),
            Map.entry("58", unavailable("the server's files or system fail; look into its log")),
            Map.entry("28P01", fatal("the password is wrong; correct it where the DataSource is made")),
            Map.entry("28", fatal("the user may not connect; check the name, the password and pg_hba.conf")),
            Map.entry("3D000", fatal("there is no such database; make it, or name another one in the URL")),
            Map.entry(
                    "3F000",
                    fatal("there is no such schema; run PostgresSchema.migrate, or name another one in"
                            + " PostgresOptions.schema")),
            Map.entry(
                    "42P01",
                    fatal("a table is missing; run PostgresSchema.migrate with the same PostgresOptions.schema")),
            Map.entry(
                    "42703",
                    fatal("a column is missing: the schema is older or newer than this library; run"
                            + " PostgresSchema.migrate")),
            Map.entry(
                    "42883",
                    fatal("a function is missing: the schema is older or newer than this library; run"
                            + " PostgresSchema.migrate")),
            Map.entry("42P10", fatal("a unique key is missing: the schema is not as PostgresSchema.migrate made it")),
            Map.entry(
                    "42501",
                    fatal("the user lacks a privilege; grant select, insert, update and delete on the tables,"
                            + " and usage on the schema")),
            Map.entry("22", new Meaning(Kind.DATA, "a value cannot be stored")),
            Map.entry("23", new Meaning(Kind.DATA, "a value breaks a constraint")),
            Map.entry("54", new Meaning(Kind.DATA, "a value is too large")));

    static SqlFailure of(String doing, SQLException e) {
        if (isPoolTimeout(e)) {
            return new SqlFailure(
                    Kind.UNAVAILABLE,
                    doing + ": no connection could be had from the pool in time: all are in use, or the server does not"
                            + " answer; raise the pool's size to the number of sinks, sources and concurrent queries, or"
                            + " close streams of exports sooner; " + NOT_NOW,
                    e);
        }
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        Meaning meaning = meaning(state, e);
        return new SqlFailure(
                meaning.kind,
                doing + ": " + meaning.remedy + " [SQLState " + (state.isEmpty() ? "none" : state) + said(e, meaning)
                        + "]",
                meaning.kind == Kind.DATA ? withoutRows(e) : e);
    }

    private static Meaning meaning(String state, SQLException e) {
        Meaning exact = MEANINGS.get(state);
        if (exact != null) {
            return exact;
        }
        Meaning family = state.length() == 5 ? MEANINGS.get(state.substring(0, 2)) : null;
        if (family != null) {
            return family;
        }
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof java.io.IOException) {
                return CONNECTION;
            }
        }
        return fatal("the server refused");
    }

    /** What HikariCP throws; with a state, if it could not connect lately. */
    private static boolean isPoolTimeout(SQLException e) {
        return e instanceof SQLTransientConnectionException && e.getSQLState() == null;
    }

    /** What the server said, where that is about its state rather than about values. */
    private static String said(SQLException e, Meaning meaning) {
        ServerErrorMessage server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
        if (server == null) {
            return "";
        }
        StringBuilder said = new StringBuilder();
        if (meaning.kind != Kind.DATA && server.getMessage() != null) {
            said.append(": ").append(server.getMessage());
        }
        append(said, "table", server.getTable());
        append(said, "column", server.getColumn());
        append(said, "constraint", server.getConstraint());
        return said.toString();
    }

    private static void append(StringBuilder said, String what, @Nullable String name) {
        if (name != null) {
            said.append(", ").append(what).append(' ').append(name);
        }
    }

    /** The driver's message quotes rows; what is kept says where it was thrown and what kind it was. */
    private static SQLException withoutRows(SQLException e) {
        SQLException safe = new SQLException("the server refused a value; its words are left out", e.getSQLState());
        safe.setStackTrace(e.getStackTrace());
        return safe;
    }

    SinkException toSink() {
        return switch (kind) {
            case UNAVAILABLE -> SinkException.unavailable(message, cause);
            case DATA -> SinkException.batchRejected(message, cause);
            case FATAL -> SinkException.fatal(message, cause);
        };
    }

    SourceException toSource() {
        return kind == Kind.UNAVAILABLE
                ? SourceException.unavailable(message, cause)
                : SourceException.fatal(message, cause);
    }

    PostgresException toQuery() {
        return new PostgresException(message, cause, kind == Kind.UNAVAILABLE, cause.getSQLState());
    }

    private static Meaning unavailable(String remedy) {
        return new Meaning(Kind.UNAVAILABLE, remedy + "; " + NOT_NOW);
    }

    private static Meaning fatal(String remedy) {
        return new Meaning(Kind.FATAL, remedy);
    }
}
