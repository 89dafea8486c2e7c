package dev.sentiment4j.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs parts of one piece of work at the same time: the first on the caller's thread, the others on helpers. */
final class ParallelParts {
    /** A part, by its number. */
    interface Part<T> {
        List<T> run(int number) throws SQLException;
    }

    private ParallelParts() {}

    /** Daemon threads. */
    static ExecutorService threads(int count) {
        return Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "sentiment4j-postgres-writer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns, or throws, when all parts have ended, also if the caller is interrupted: then the flag is set. */
    static <T> List<T> run(@Nullable ExecutorService helpers, int parts, Part<T> part) throws SQLException {
        if (helpers == null || parts == 1) {
            return part.run(0);
        }
        List<Future<List<T>>> others = new ArrayList<>();
        for (int i = 1; i < parts; i++) {
            int number = i;
            others.add(helpers.submit(() -> part.run(number)));
        }
        List<T> results = new ArrayList<>();
        Exception failure = null;
        try {
            results.addAll(part.run(0));
        } catch (SQLException | RuntimeException e) {
            failure = e;
        }
        boolean interrupted = false;
        for (Future<List<T>> other : others) {
            while (true) {
                try {
                    results.addAll(other.get());
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (failure == null && e.getCause() instanceof Exception cause) {
                        failure = cause;
                    } else if (!(e.getCause() instanceof Exception)) {
                        throw new IllegalStateException("a writer thread failed", e.getCause());
                    }
                    break;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof SQLException sql) {
            throw sql;
        }
        if (failure instanceof RuntimeException runtime) {
            throw runtime;
        }
        return results;
    }
}
