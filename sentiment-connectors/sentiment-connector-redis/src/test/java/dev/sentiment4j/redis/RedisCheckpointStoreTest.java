package dev.sentiment4j.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.pipeline.CheckpointException;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.CheckpointStoreContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store of checkpoints promises, of one in Redis; and what becomes of faults. */
class RedisCheckpointStoreTest extends CheckpointStoreContract {
    private static RedisProcess redis;
    private static Shell shell;

    private final String prefix = "checkpoint-" + UUID.randomUUID() + ":";

    @BeforeAll
    static void start(@TempDir Path directory) {
        redis = RedisProcess.start(directory);
        shell = new Shell(redis.port());
    }

    @AfterAll
    static void stop() {
        shell.close();
        redis.close();
    }

    @Override
    protected CheckpointStore store() {
        return new RedisCheckpointStore(redis.options(), prefix);
    }

    @Test
    void checkpoints_neverExpire() {
        try (CheckpointStore store = store()) {
            store.save("reddit", "here");
            assertThat(shell.redis().ttl(prefix + "reddit")).isEqualTo(-1L);
        }
    }

    @Test
    void aKeyOfAnotherType_isFatal_andNamed() {
        shell.redis().lpush(prefix + "list", "x".getBytes());
        try (CheckpointStore store = store()) {
            assertThatThrownBy(() -> store.load("list"))
                    .isInstanceOfSatisfying(CheckpointException.class, e -> assertThat(e.isRetriable())
                            .isFalse())
                    .hasMessageContaining(prefix + "list")
                    .hasMessageContaining("WRONGTYPE");
        }
    }

    @Test
    void aServerThatIsGone_isRetriable_andItWorksWhenItIsBack(@TempDir Path directory) throws Exception {
        RedisProcess own = RedisProcess.start(directory);
        try (CheckpointStore store = new RedisCheckpointStore(own.options(), prefix)) {
            store.save("reddit", "1");
            own.kill();
            assertThatThrownBy(() -> store.save("reddit", "2"))
                    .isInstanceOfSatisfying(CheckpointException.class, e -> assertThat(e.isRetriable())
                            .isTrue());
            own.start();
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
                store.save("reddit", "3");
                assertThat(store.load("reddit")).contains("3");
            });
        } finally {
            own.close();
        }
    }

    @Test
    void closed_isSaid() {
        CheckpointStore store = store();
        store.close();
        assertThatThrownBy(() -> store.load("reddit"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
