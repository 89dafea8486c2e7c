package dev.sentiment4j.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * What goes before the statements of a transaction, in the same round trip. The driver sends statements that are
 * separated by semicolons together, and the server runs them as one transaction, each with a snapshot of its own, and
 * commits at their end.
 *
 * <p>Writers share a lock, deletions take it alone: else a post could be written by a statement that began before its
 * deletion was there to be seen, and the deletion miss the post that was not there yet. Immutable and thread-safe.
 */
final class Session {
    /** Names our locks among those of other applications. */
    static final int LOCK_SPACE = 0x53344A; // "S4J"

    private final String timeout;
    private final String customPlans;
    private final String lockTail;

    Session(PostgresOptions options) {
        long millis = options.statementTimeout().toMillis();
        this.timeout = millis == 0 ? "" : "select set_config('statement_timeout', '" + millis + "', true); ";
        // A plan for arrays of any length takes them for ten elements, and joins by trying every pair.
        this.customPlans = "select set_config('plan_cache_mode', 'force_custom_plan', true); ";
        this.lockTail = "(" + LOCK_SPACE + ", " + options.schema().hashCode() + "); ";
    }

    /** A connection that commits each round trip; closing it gives it back as it was. */
    Connection open(DataSource dataSource) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** The statements within the time limit. */
    String timed(String statements) {
        return timeout + statements;
    }

    /** The statements beside other writers. */
    String shared(String statements) {
        return timeout + customPlans + "select pg_advisory_xact_lock_shared" + lockTail + statements;
    }

    /** The statements while nobody writes. */
    String exclusive(String statements) {
        return timeout + customPlans + "select pg_advisory_xact_lock" + lockTail + statements;
    }
}
