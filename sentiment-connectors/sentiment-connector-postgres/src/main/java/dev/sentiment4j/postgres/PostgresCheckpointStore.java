package dev.sentiment4j.postgres;

import dev.sentiment4j.pipeline.CheckpointException;
import dev.sentiment4j.pipeline.CheckpointStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Checkpoints as rows of {@code sentiment_checkpoints}, each saved in a transaction of its own: as lasting as the
 * server's commits. Takes a connection for as long as a call runs. Thread-safe.
 */
public final class PostgresCheckpointStore implements CheckpointStore {
    private final Queries queries;
    private final String name;

    /**
     * Checkpoints in the schema of the options, which {@link PostgresSchema#migrate} has made.
     *
     * @param dataSource stays the caller's, and is not closed
     */
    public PostgresCheckpointStore(DataSource dataSource, PostgresOptions options) {
        this.queries = new Queries(dataSource, options);
        this.name = "postgres:" + options.schema() + ".sentiment_checkpoints";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> load(String key) {
        CheckpointStore.requireKey(key);
        return call(() -> queries
                .list(
                        "loading a checkpoint",
                        "select checkpoint from $sentiment_checkpoints where name = ?",
                        List.of(key),
                        row -> Objects.requireNonNull(row.getString(1)))
                .stream()
                .findFirst());
    }

    @Override
    public void save(String key, String value) {
        CheckpointStore.requireKey(key);
        CheckpointStore.requireValue(value);
        call(() -> queries.update("saving a checkpoint", """
                        insert into $sentiment_checkpoints (name, checkpoint) values (?, ?)
                        on conflict (name) do update set checkpoint = excluded.checkpoint, saved_at = now()
                        """, List.of(key, value)));
    }

    @Override
    public void delete(String key) {
        CheckpointStore.requireKey(key);
        call(() -> queries.update(
                "deleting a checkpoint", "delete from $sentiment_checkpoints where name = ?", List.of(key)));
    }

    private static <T> T call(Supplier<T> statement) {
        try {
            return statement.get();
        } catch (PostgresException e) {
            String message = Objects.requireNonNullElse(e.getMessage(), "PostgreSQL fails");
            throw e.isRetriable() ? CheckpointException.unavailable(message, e) : CheckpointException.fatal(message, e);
        }
    }

    @Override
    public String toString() {
        return "PostgresCheckpointStore[" + name + "]";
    }
}
