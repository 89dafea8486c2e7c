package dev.sentiment4j.postgres;

import dev.sentiment4j.SentimentException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL did not do what a query, a migration or a deletion asked for. Sinks and sources throw the pipeline's own
 * exceptions instead. Messages name the state and the remedy, and hold no text and no password.
 */
public final class PostgresException extends SentimentException {
    private static final long serialVersionUID = 1L;

    private final boolean retriable;
    private final @Nullable String sqlState;

    PostgresException(String message, @Nullable Throwable cause, boolean retriable, @Nullable String sqlState) {
        super(message, cause);
        this.retriable = retriable;
        this.sqlState = sqlState;
    }

    /** The five characters by which SQL names an error, if the server or the driver said them. */
    public Optional<String> sqlState() {
        return Optional.ofNullable(sqlState);
    }

    /** True for lost connections, timeouts, full pools, servers that are starting, full or read-only for now. */
    @Override
    public boolean isRetriable() {
        return retriable;
    }
}
