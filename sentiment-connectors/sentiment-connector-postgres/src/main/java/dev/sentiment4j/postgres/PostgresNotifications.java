package dev.sentiment4j.postgres;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.pipeline.PostKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on {@link PostgresOptions#notificationChannel()} for what sinks with the same option store, and tells a
 * listener, on a daemon thread of its own. It keeps one connection of the pool, and after a loss tries again with a
 * growing delay of at most 10 seconds; a server that vanished is noticed within some 20 seconds. Needs a session of its
 * own: a pooler that shares sessions between transactions will not do. Thread-safe.
 */
public final class PostgresNotifications implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PostgresNotifications.class);
    private static final int WAIT_MILLIS = 500;
    /** How long it may be silent before it is asked whether it lives: a host that vanished says nothing. */
    private static final Duration SILENCE = Duration.ofSeconds(10);
    /** How long the server may take to answer that. */
    private static final int ANSWER_MILLIS = 5000;

    private static final long FIRST_DELAY_MILLIS = 100;
    private static final long MAX_DELAY_MILLIS = Duration.ofSeconds(10).toMillis();

    private final DataSource dataSource;
    private final String channel;
    private final PostNotificationListener listener;
    private final Duration silence;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch listening = new CountDownLatch(1);
    private final Thread thread;

    private PostgresNotifications(
            DataSource dataSource, String channel, PostNotificationListener listener, Duration silence) {
        this.dataSource = dataSource;
        this.channel = channel;
        this.listener = listener;
        this.silence = silence;
        this.thread = new Thread(this::run, "sentiment4j-postgres-notifications");
        thread.setDaemon(true);
    }

    /**
     * Starts to listen; returns at once.
     *
     * @throws InvalidOptionsException if the options name no channel
     */
    public static PostgresNotifications listen(
            DataSource dataSource, PostgresOptions options, PostNotificationListener listener) {
        return listen(dataSource, options, listener, SILENCE);
    }

    /** The same, with a time after which a silent connection is looked at. */
    static PostgresNotifications listen(
            DataSource dataSource, PostgresOptions options, PostNotificationListener listener, Duration silence) {
        Objects.requireNonNull(listener, "listener");
        String channel = options.notificationChannel()
                .orElseThrow(() -> new InvalidOptionsException(
                        "postgres notifications",
                        List.of("notificationChannel = none: name the channel that the sink notifies on")));
        PostgresNotifications notifications = new PostgresNotifications(dataSource, channel, listener, silence);
        notifications.thread.start();
        return notifications;
    }

    /**
     * Waits until it listens for the first time.
     *
     * @return whether it does
     */
    public boolean awaitListening(Duration timeout) throws InterruptedException {
        return listening.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private void run() {
        long delay = FIRST_DELAY_MILLIS;
        boolean before = false;
        while (isOpen()) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(true);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("listen " + Names.quote(channel));
                }
                delay = FIRST_DELAY_MILLIS;
                if (before) {
                    guarded(listener::missed);
                }
                before = true;
                listening.countDown();
                read(connection);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("unlisten *");
                }
            } catch (SQLException e) {
                if (isOpen()) {
                    Throwable cause =
                            SqlFailure.of("listening for notifications", e).toQuery();
                    guarded(() -> listener.disconnected(cause));
                    if (awaitClosed(delay)) {
                        return;
                    }
                    delay = Math.min(2 * delay, MAX_DELAY_MILLIS);
                }
            }
        }
    }

    private void read(Connection connection) throws SQLException {
        PGConnection pg = connection.unwrap(PGConnection.class);
        long heard = System.nanoTime();
        while (isOpen()) {
            PGNotification[] notifications = pg.getNotifications(WAIT_MILLIS);
            if (notifications == null || notifications.length == 0) {
                if (System.nanoTime() - heard > silence.toNanos()) {
                    ask(connection);
                    heard = System.nanoTime();
                }
            } else {
                heard = System.nanoTime();
                for (PGNotification notification : notifications) {
                    tell(notification.getParameter());
                }
            }
        }
    }

    /** Fails if the server does not answer. */
    private static void ask(Connection connection) throws SQLException {
        int before = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
        connection.setNetworkTimeout(Runnable::run, before);
    }

    private void tell(String payload) {
        List<PostKey> keys;
        try {
            keys = KeyPayload.read(payload);
        } catch (RuntimeException e) {
            log.debug("a notification on channel {} is not of a PostgresSink", channel);
            return;
        }
        if (!keys.isEmpty()) {
            guarded(() -> listener.changed(keys));
        }
    }

    /** A listener that throws ends nothing. */
    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.warn("a listener of notifications failed", e);
        }
    }

    private boolean awaitClosed(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Stops, in about half a second; waits for that unless called by the listener. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
