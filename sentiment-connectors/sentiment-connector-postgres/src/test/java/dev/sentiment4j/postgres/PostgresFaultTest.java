package dev.sentiment4j.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.TestThreads;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.SinkException;
import dev.sentiment4j.pipeline.TestPosts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between the sink and its server, and what is said of it. */
class PostgresFaultTest {
    private static final List<SinkEvent> ONE = List.of(TestPosts.analyzed(TestPosts.post(1), SentimentLabel.NEUTRAL));

    private static SinkException failure(PostgresSink sink, List<SinkEvent> events) {
        SinkException failure = catchThrowableOfType(SinkException.class, () -> sink.write(events));
        assertThat(failure).as("the write fails").isNotNull();
        return failure;
    }

    private static void assertKind(SinkException failure, SinkException.Kind kind, String... words) {
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        assertThat(failure).hasMessageContainingAll(words).hasMessageNotContaining("post number");
    }

    @Test
    void write_withoutATable_isFatal() throws Exception {
        PostgresOptions options = TestPostgres.migrated();
        PostgresSink sink = new PostgresSink(TestPostgres.dataSource(), options);
        sink.open();
        TestPostgres.execute("drop table " + options.schema() + ".sentiment_analysis");
        assertKind(failure(sink, ONE), SinkException.Kind.FATAL, "42P01", "PostgresSchema.migrate");
    }

    @Test
    void write_withoutThePrivilege_isFatal() throws Exception {
        PostgresOptions options = TestPostgres.migrated();
        TestPostgres.execute("create role reader_only login");
        TestPostgres.execute("grant usage on schema " + options.schema() + " to reader_only");
        TestPostgres.execute("grant select on all tables in schema " + options.schema() + " to reader_only");
        try (HikariDataSource pool = PostgresPool.to(TestPostgres.url().replace("user=postgres", "user=reader_only"))
                .user("reader_only")
                .size(1)
                .open()) {
            PostgresSink sink = new PostgresSink(pool, options);
            sink.open();
            assertKind(failure(sink, ONE), SinkException.Kind.FATAL, "42501", "grant");
        }
    }

    @Test
    void write_toAReadOnlyServer_waits() {
        PostgresOptions options = TestPostgres.migrated();
        try (HikariDataSource pool = PostgresPool.to(
                        TestPostgres.url() + "&options=-c%20default_transaction_read_only=on")
                .size(1)
                .open()) {
            PostgresSink sink = new PostgresSink(pool, options);
            sink.open();
            assertKind(failure(sink, ONE), SinkException.Kind.UNAVAILABLE, "25006", "targetServerType=primary");
        }
    }

    @Test
    void write_behindALock_endsWithTheStatementTimeout() throws Exception {
        PostgresOptions options = TestPostgres.migrated(
                TestPostgres.options().statementTimeout(Duration.ofMillis(200)).build());
        PostgresSink sink = new PostgresSink(TestPostgres.dataSource(), options);
        sink.open();
        try (Connection connection = TestPostgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table " + options.schema() + ".social_media_posts in access exclusive mode");
            assertKind(failure(sink, ONE), SinkException.Kind.UNAVAILABLE, "57014", "statementTimeout");
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(sink.write(ONE)).isEmpty();
        assertThat(TestPostgres.query("show statement_timeout"))
                .as("the connection is given back as it was")
                .containsExactly("0");
    }

    @Test
    void write_withAnExhaustedPool_saysSo() throws Exception {
        PostgresOptions options = TestPostgres.migrated();
        try (HikariDataSource pool = PostgresPool.to(TestPostgres.url())
                .size(1)
                .connectionTimeout(Duration.ofMillis(250))
                .open()) {
            PostgresSink sink = new PostgresSink(pool, options);
            sink.open();
            try (Connection taken = pool.getConnection()) {
                assertThat(taken.isValid(5)).isTrue();
                assertKind(failure(sink, ONE), SinkException.Kind.UNAVAILABLE, "pool", "raise the pool's size");
            }
            assertThat(sink.write(ONE)).isEmpty();
        }
    }

    @Test
    void open_withoutAServer_waits() {
        try (HikariDataSource pool = PostgresPool.to("jdbc:postgresql://127.0.0.1:1/postgres")
                .connectionTimeout(Duration.ofMillis(300))
                .open()) {
            assertThatThrownBy(new PostgresSink(pool, PostgresOptions.defaults())::open)
                    .isInstanceOfSatisfying(
                            SinkException.class,
                            e -> assertKind(e, SinkException.Kind.UNAVAILABLE, "check that the server is up"));
        }
    }

    @Test
    void kill_midWrite_losesNothingThatWasAcknowledged(@TempDir Path directory) throws Exception {
        Path data = directory.resolve("data");
        EmbeddedPostgres first = start(data, 0);
        int port = first.getPort();
        PostgresOptions options = PostgresOptions.builder().schema("kept").build();
        List<List<SinkEvent>> batches = new ArrayList<>();
        for (int b = 0; b < 400; b++) {
            List<SinkEvent> batch = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                batch.add(TestPostgres.analyzed(TestPosts.post(50 * b + i), SentimentLabel.POSITIVE));
            }
            batches.add(batch);
        }
        EmbeddedPostgres second = null;
        try (HikariDataSource pool = PostgresPool.to(first.getJdbcUrl("postgres", "postgres"))
                .connectionTimeout(Duration.ofSeconds(1))
                .open()) {
            PostgresSchema.migrate(pool, options);
            PostgresSink sink = new PostgresSink(pool, options);
            sink.open();
            CountDownLatch underWay = new CountDownLatch(20);
            List<Integer> acknowledged = new ArrayList<>();
            TestThreads.Call<SinkException> writer = TestThreads.start(() -> {
                for (int b = 0; b < batches.size(); b++) {
                    try {
                        sink.write(batches.get(b));
                    } catch (SinkException e) {
                        return e;
                    }
                    acknowledged.add(b);
                    underWay.countDown();
                }
                return null;
            });
            assertThat(underWay.await(60, TimeUnit.SECONDS)).isTrue();
            kill(data);
            SinkException failure = writer.get();
            assertThat(failure).as("the server died while batches were left").isNotNull();
            assertKind(failure, SinkException.Kind.UNAVAILABLE, "SQLState");
            first.close();
            second = start(data, port);
            // The pool looks for the server at intervals of its own.
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> stored(pool, options) > 0);
            long kept = stored(pool, options);
            assertThat(kept).isGreaterThanOrEqualTo(50L * acknowledged.size());
            for (List<SinkEvent> batch : batches.subList(acknowledged.size(), batches.size())) {
                assertThat(sink.write(batch)).isEmpty();
            }
            assertThat(stored(pool, options)).isEqualTo(20_000);
            wrongPassword(data, second, pool);
        } finally {
            first.close();
            if (second != null) {
                second.close();
            }
        }
    }

    /** On the server of that test, since the other one trusts everybody. */
    private static void wrongPassword(Path data, EmbeddedPostgres server, HikariDataSource pool) throws Exception {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role guarded login password 'right'");
            Path hba = data.resolve("pg_hba.conf");
            Files.writeString(hba, "host all guarded all scram-sha-256\n" + Files.readString(hba));
            statement.execute("select pg_reload_conf()");
        }
        String url = "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
        try (HikariDataSource wrong = PostgresPool.to(url)
                .user("guarded")
                .password("wrong-hunter2")
                .connectionTimeout(Duration.ofSeconds(3))
                .open()) {
            assertThatThrownBy(new PostgresSink(wrong, PostgresOptions.defaults())::open)
                    .isInstanceOfSatisfying(
                            SinkException.class,
                            e -> assertKind(e, SinkException.Kind.FATAL, "28P01", "password is wrong"))
                    .hasMessageNotContaining("hunter2");
        }
    }

    private static long stored(HikariDataSource pool, PostgresOptions options) {
        return new SentimentQueries(pool, options)
                .distribution(PostFilter.all())
                .posts();
    }

    private static EmbeddedPostgres start(Path data, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    /** SIGKILL for the server and all that it has started. */
    private static void kill(Path data) throws Exception {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
        server.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }
        server.onExit().get(30, TimeUnit.SECONDS);
    }
}
