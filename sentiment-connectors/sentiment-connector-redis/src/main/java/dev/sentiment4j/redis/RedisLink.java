package dev.sentiment4j.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is made anew when it has broken: by whoever uses it next, not before its back-off has passed
 * (doubling, with jitter). Until then its users are told why at once. Thread-safe.
 */
final class RedisLink implements AutoCloseable {
    /** Hears of the connection's life, from any thread. */
    interface Listener {
        Listener NONE = new Listener() {};

        default void connected() {}

        default void disconnected(RedisFailure failure) {}
    }

    private final RedisConnector connector;
    private final String doing;
    private final boolean flushes;
    private final Listener listener;
    private final LongSupplier nanoTime;

    private @Nullable StatefulConnection<String, byte[]> connection;
    private @Nullable RedisFailure lastFailure;
    private long notBefore;
    private int failures;
    private boolean closed;

    /**
     * A link that is not connected yet.
     *
     * @param doing what it is for, in failures: "reading stream 's' of Redis at host:6379"
     * @param flushes whether every command is sent at once; otherwise {@link #flush()} sends
     */
    RedisLink(RedisConnector connector, String doing, boolean flushes, Listener listener, LongSupplier nanoTime) {
        this.connector = connector;
        this.doing = doing;
        this.flushes = flushes;
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    String doing() {
        return doing;
    }

    /**
     * The commands of a living connection.
     *
     * @throws RedisFailureException if there is none now
     */
    synchronized RedisClusterAsyncCommands<String, byte[]> commands() {
        return RedisConnector.commands(connection());
    }

    private StatefulConnection<String, byte[]> connection() {
        if (closed) {
            throw new IllegalStateException(doing + ": closed");
        }
        StatefulConnection<String, byte[]> current = connection;
        if (current != null) {
            if (current.isOpen()) {
                return current;
            }
            drop();
        }
        RedisFailure last = lastFailure;
        if (last != null && nanoTime.getAsLong() - notBefore < 0) {
            throw new RedisFailureException(last);
        }
        StatefulConnection<String, byte[]> fresh;
        try {
            fresh = connector.connect();
        } catch (RuntimeException e) {
            RedisFailure failure = RedisFailure.of(e, doing);
            lastFailure = failure;
            notBefore = nanoTime.getAsLong() + backOff().toNanos();
            failures++;
            throw new RedisFailureException(failure);
        }
        fresh.setAutoFlushCommands(flushes);
        fresh.addListener(new RedisConnectionStateAdapter() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                listener.disconnected(new RedisFailure(true, "", doing + ": the connection was lost", null));
            }
        });
        connection = fresh;
        lastFailure = null;
        failures = 0;
        listener.connected();
        return fresh;
    }

    /** Between a half and the whole of the delay, so that many clients do not come back in step. */
    private Duration backOff() {
        RedisOptions options = connector.options();
        long min = options.reconnectMinDelay().toMillis();
        long max = options.reconnectMaxDelay().toMillis();
        long delay = failures >= 30 ? max : Math.min(max, min << failures);
        return Duration.ofMillis(
                Math.max(1, delay / 2 + ThreadLocalRandom.current().nextLong(delay / 2 + 1)));
    }

    /** Whether it is connected now. */
    synchronized boolean isOpen() {
        return connection != null && connection.isOpen();
    }

    /** Sends what is waiting to be sent. */
    synchronized void flush() {
        if (connection != null) {
            connection.flushCommands();
        }
    }

    /** Gives the connection up, as it answers no more; what it has in work fails. */
    synchronized void drop() {
        StatefulConnection<String, byte[]> current = connection;
        connection = null;
        if (current != null) {
            current.closeAsync();
        }
    }

    /**
     * Waits for an answer.
     *
     * @param extra time beyond the usual one, such as that of a blocking command
     * @throws RedisFailureException if it failed; after a timeout the connection is given up
     */
    <T> T await(Future<T> answer, Duration extra) throws InterruptedException {
        Duration limit = connector.options().commandTimeout().plus(extra);
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            drop();
            throw new RedisFailureException(RedisFailure.of(e, doing));
        } catch (ExecutionException | CancellationException e) {
            throw new RedisFailureException(RedisFailure.of(e, doing));
        }
    }

    /** Like {@link #await(Future, Duration)}, for callers that may not be interrupted; the interrupt is kept. */
    <T> T awaitQuietly(Future<T> answer) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return await(answer, Duration.ZERO);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for all; the first failure counts, after all have ended. */
    void awaitAll(List<? extends Future<?>> answers) {
        RedisFailureException first = null;
        for (Future<?> answer : answers) {
            try {
                awaitQuietly(answer);
            } catch (RedisFailureException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        StatefulConnection<String, byte[]> current = connection;
        connection = null;
        if (current != null) {
            // The client that is closed next would warn of a connection that is half closed.
            current.close();
        }
    }
}
