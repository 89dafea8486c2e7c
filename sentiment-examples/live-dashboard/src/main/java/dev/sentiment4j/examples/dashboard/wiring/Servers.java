package dev.sentiment4j.examples.dashboard.wiring;

import dev.sentiment4j.examples.dashboard.DashboardProperties;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The servers that the service uses: real ones of its own, unless others are named. They start beside everything else,
 * and whoever asks for one waits for it.
 */
public final class Servers implements AutoCloseable {
    /**
     * Held while one starts: a process that is forked while the executable of another is written keeps that file open,
     * and what is open for writing cannot be run.
     */
    private static final ReentrantLock STARTS = new ReentrantLock();

    private final CompletableFuture<String> redisUrl;
    private final CompletableFuture<String> jdbcUrl;
    private final @Nullable CompletableFuture<OwnRedis> ownRedis;
    private final @Nullable CompletableFuture<EmbeddedPostgres> ownPostgres;

    private Servers(@Nullable String redis, @Nullable String postgres) {
        this.ownRedis = redis == null ? starting("own-redis", OwnRedis::start) : null;
        this.ownPostgres = postgres == null ? starting("own-postgres", Servers::postgres) : null;
        this.redisUrl = ownRedis == null ? CompletableFuture.completedFuture(redis) : ownRedis.thenApply(OwnRedis::url);
        this.jdbcUrl = ownPostgres == null
                ? CompletableFuture.completedFuture(postgres)
                : ownPostgres.thenApply(own -> own.getJdbcUrl("postgres", "postgres"));
    }

    /** Starts what is not named. */
    static Servers open(DashboardProperties properties) {
        return new Servers(properties.redisUrl(), properties.jdbcUrl());
    }

    /** No hook ends it: it is closed after everything that uses it. */
    private static EmbeddedPostgres postgres() throws IOException {
        return EmbeddedPostgres.builder().setRegisterShutdownHook(false).start();
    }

    private interface Start<T> {
        T start() throws IOException, InterruptedException;
    }

    private static <T> CompletableFuture<T> starting(String name, Start<T> server) {
        CompletableFuture<T> started = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    STARTS.lock();
                    try {
                        started.complete(server.start());
                    } catch (IOException | InterruptedException | RuntimeException e) {
                        started.completeExceptionally(e);
                    } finally {
                        STARTS.unlock();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return started;
    }

    /** Where Redis is. */
    public String redisUrl() {
        return get(redisUrl);
    }

    /** Where PostgreSQL is. */
    public String jdbcUrl() {
        return get(jdbcUrl);
    }

    private static <T> T get(CompletableFuture<T> server) {
        try {
            return server.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("a server of the service's own does not start", e.getCause());
        }
    }

    @Override
    public void close() {
        if (ownRedis != null) {
            ownRedis.thenAccept(OwnRedis::close).exceptionally(failure -> null).join();
        }
        if (ownPostgres != null) {
            ownPostgres
                    .thenAccept(Servers::close)
                    .exceptionally(failure -> null)
                    .join();
        }
    }

    private static void close(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
