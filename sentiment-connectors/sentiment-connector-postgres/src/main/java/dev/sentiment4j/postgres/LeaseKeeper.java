package dev.sentiment4j.postgres;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.postgres.PostgresSource.Lease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the leases of what a source has handed over, on a daemon thread of its own, three times in a lease. */
final class LeaseKeeper {
    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final int RENEWALS = 3;

    private final DataSource dataSource;
    private final SourceStatements statements;
    private final Duration lease;
    private final Map<UUID, Delivery> held;
    private final SourceListener listener;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean lost;

    LeaseKeeper(
            DataSource dataSource,
            SourceStatements statements,
            Duration lease,
            Map<UUID, Delivery> held,
            SourceListener listener) {
        this.dataSource = dataSource;
        this.statements = statements;
        this.lease = lease;
        this.held = held;
        this.listener = listener;
    }

    void start() {
        Thread thread = new Thread(this::run, "sentiment4j-postgres-leases");
        thread.setDaemon(true);
        thread.start();
    }

    void stop() {
        stopped.countDown();
    }

    private void run() {
        try {
            while (!stopped.await(lease.toMillis() / RENEWALS, TimeUnit.MILLISECONDS)) {
                renew();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() {
        List<Lease> leases = held.values().stream().map(SourceStatements::lease).toList();
        if (leases.isEmpty()) {
            return;
        }
        try (Connection connection = statements.session().open(dataSource);
                PreparedStatement statement = connection.prepareStatement(statements.renew)) {
            statement.setLong(1, lease.toMillis());
            SourceStatements.bindKeys(statement, 2, leases);
            statement.execute();
            if (lost) {
                lost = false;
                listener.connected();
            }
        } catch (SQLException e) {
            lost = true;
            listener.disconnected(
                    SqlFailure.of("renewing leases in PostgreSQL", e).toSource());
        } catch (RuntimeException e) {
            // A driver or pool that breaks its contract must not end the renewals.
            log.warn("renewing leases in PostgreSQL failed; it is tried again", e);
        }
    }
}
