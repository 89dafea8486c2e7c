package dev.sentiment4j.postgres;

import dev.sentiment4j.Classification;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.TestPosts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** One real server for the tests of the module, started by the first; each test has a schema of its own. */
final class TestPostgres {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private TestPostgres() {}

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();
        static final DataSource POOL = PostgresPool.to(url()).size(12).open();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static String url() {
        return Server.POSTGRES.getJdbcUrl("postgres", "postgres");
    }

    static int port() {
        return Server.POSTGRES.getPort();
    }

    /** The same database, through another port. */
    static String url(int port) {
        return url().replace(":" + port() + "/", ":" + port + "/");
    }

    static DataSource dataSource() {
        return Server.POOL;
    }

    /** Options with a schema that nobody has used. */
    static PostgresOptions.Builder options() {
        return PostgresOptions.builder().schema("test" + SCHEMAS.incrementAndGet());
    }

    /** The same, with the tables in it. */
    static PostgresOptions migrated() {
        return migrated(options().build());
    }

    static PostgresOptions migrated(PostgresOptions options) {
        PostgresSchema.migrate(dataSource(), options);
        return options;
    }

    static void execute(String sql) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of all rows. */
    static List<String> query(String sql) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    static long count(PostgresOptions options, String table) throws SQLException {
        return Long.parseLong(
                query("select count(*) from " + options.schema() + "." + table).get(0));
    }

    /** A result with every head, by the model of these names. */
    static SentimentResult result(SentimentLabel label, String id, String version) {
        return SentimentResult.builder(new ModelInfo(id, version))
                .sentiment(TestPosts.result(label).probabilities())
                .head("emotion", Classification.exclusive(Map.of("joy", 0.75, "anger", 0.25)))
                .head("toxicity", Classification.independent(Map.of("toxic", 0.125), List.of()))
                .build();
    }

    static AnalyzedPost analyzed(Post post, SentimentLabel label) {
        return new AnalyzedPost(post, result(label, "m", "1"), TestPosts.NOON);
    }

    static AnalyzedPost analyzed(Post post, SentimentLabel label, String version, Instant at) {
        return new AnalyzedPost(post, result(label, "m", version), at);
    }
}
