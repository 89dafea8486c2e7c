package dev.sentiment4j.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.pipeline.CheckpointException;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.CheckpointStoreContract;
import org.junit.jupiter.api.Test;

/** What every store of checkpoints promises, of one in PostgreSQL; and what becomes of faults. */
class PostgresCheckpointStoreTest extends CheckpointStoreContract {
    private final PostgresOptions options = TestPostgres.migrated();

    @Override
    protected CheckpointStore store() {
        return new PostgresCheckpointStore(TestPostgres.dataSource(), options);
    }

    @Test
    void aSchemaThatLacksTheTable_isFatal_andSaysWhatToDo() throws Exception {
        TestPostgres.execute("drop table " + options.schema() + ".sentiment_checkpoints");
        assertThatThrownBy(() -> store().load("reddit"))
                .isInstanceOfSatisfying(CheckpointException.class, e -> assertThat(e.isRetriable())
                        .isFalse())
                .hasMessageContaining("PostgresSchema.migrate");
    }

    @Test
    void aServerThatCannotBeReached_isRetriable() {
        try (com.zaxxer.hikari.HikariDataSource nobody = PostgresPool.to("jdbc:postgresql://127.0.0.1:1/none")
                .connectionTimeout(java.time.Duration.ofMillis(250))
                .open()) {
            CheckpointStore store = new PostgresCheckpointStore(nobody, options);
            assertThatThrownBy(() -> store.save("reddit", "1"))
                    .isInstanceOfSatisfying(CheckpointException.class, e -> assertThat(e.isRetriable())
                            .isTrue());
        }
    }

    @Test
    void aSchemaOfTheVersionBefore_isBroughtUpToDate() throws Exception {
        TestPostgres.execute("drop table " + options.schema() + ".sentiment_checkpoints");
        TestPostgres.execute("delete from " + options.schema() + ".sentiment_schema where version = 4");
        assertThat(PostgresSchema.migrate(TestPostgres.dataSource(), options)).isEqualTo(1);
        store().save("reddit", "1");
        assertThat(store().load("reddit")).contains("1");
    }
}
