package dev.sentiment4j.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.TestThreads;
import dev.sentiment4j.pipeline.SinkException;
import dev.sentiment4j.pipeline.TestPosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSchemaTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void migrate_twice_doesNothing(boolean partitioned) {
        PostgresOptions options =
                TestPostgres.options().partitioned(partitioned).build();
        assertThat(PostgresSchema.migrate(TestPostgres.dataSource(), options)).isEqualTo(PostgresSchema.version());
        assertThat(PostgresSchema.migrate(TestPostgres.dataSource(), options)).isZero();
    }

    @Test
    void check_tellsWhetherTheTablesAreThere() {
        PostgresOptions options = TestPostgres.options().build();
        assertThatThrownBy(() -> PostgresSchema.check(TestPostgres.dataSource(), options))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("run PostgresSchema.migrate");
        PostgresSchema.migrate(TestPostgres.dataSource(), options);
        assertThat(PostgresSchema.check(TestPostgres.dataSource(), options)).isEqualTo(PostgresSchema.version());
    }

    @Test
    void migrate_fromManyThreads_runsEachScriptOnce() throws Exception {
        PostgresOptions options = TestPostgres.options().build();
        List<TestThreads.Call<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(TestThreads.start(() -> PostgresSchema.migrate(TestPostgres.dataSource(), options)));
        }
        int applied = 0;
        for (TestThreads.Call<Integer> call : calls) {
            applied += call.get();
        }
        assertThat(applied).isEqualTo(PostgresSchema.version());
    }

    @Test
    void migrate_intoASchemaWithAHardName_works() throws Exception {
        PostgresOptions options =
                TestPostgres.options().schema("Weird \"name\" $x; --").build();
        PostgresSchema.migrate(TestPostgres.dataSource(), options);
        PostgresSink sink = new PostgresSink(TestPostgres.dataSource(), options);
        sink.open();
        assertThat(sink.write(List.of(TestPosts.analyzed(TestPosts.post(1), SentimentLabel.NEUTRAL))))
                .isEmpty();
        assertThat(new SentimentQueries(TestPostgres.dataSource(), options)
                        .distribution(PostFilter.all())
                        .posts())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void flyway_runsTheSameScripts(boolean partitioned) throws Exception {
        PostgresOptions options =
                TestPostgres.options().partitioned(partitioned).build();
        Flyway.configure()
                .dataSource(TestPostgres.dataSource())
                .locations(
                        PostgresSchema.FLYWAY_COMMON,
                        partitioned ? PostgresSchema.FLYWAY_PARTITIONED : PostgresSchema.FLYWAY_PLAIN)
                .defaultSchema(options.schema())
                .createSchemas(true)
                .placeholders(Map.of("search_configuration", "simple"))
                .load()
                .migrate();
        assertThat(PostgresSchema.migrate(TestPostgres.dataSource(), options)).isZero();
        PostgresSink sink = new PostgresSink(TestPostgres.dataSource(), options);
        sink.open();
        assertThat(sink.write(List.of(TestPosts.analyzed(TestPosts.post(1), SentimentLabel.NEUTRAL))))
                .isEmpty();
    }

    @Test
    void open_ofAnOlderSchema_saysWhatToDo() throws Exception {
        PostgresOptions options = TestPostgres.migrated();
        TestPostgres.execute(
                "delete from " + options.schema() + ".sentiment_schema where version = " + PostgresSchema.version());
        assertThatThrownBy(new PostgresSink(TestPostgres.dataSource(), options)::open)
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.kind()).isEqualTo(SinkException.Kind.FATAL))
                .hasMessageContaining("older")
                .hasMessageContaining("PostgresSchema.migrate");
    }

    @Test
    void open_ofANewerSchema_saysWhatToDo() throws Exception {
        PostgresOptions options = TestPostgres.migrated();
        TestPostgres.execute(
                "insert into " + options.schema() + ".sentiment_schema (version, description) values (99, 'later')");
        assertThatThrownBy(new PostgresSink(TestPostgres.dataSource(), options)::open)
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("newer");
        assertThatThrownBy(() -> PostgresSchema.migrate(TestPostgres.dataSource(), options))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("newer");
    }

    @Test
    void open_withoutASchema_saysWhatToDo() {
        assertThatThrownBy(new PostgresSink(
                        TestPostgres.dataSource(), TestPostgres.options().build())::open)
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("PostgresSchema.migrate");
    }

    @Test
    void migrate_ofForeignTables_refuses() throws Exception {
        PostgresOptions options = TestPostgres.options().build();
        TestPostgres.execute("create schema " + options.schema());
        TestPostgres.execute("create table " + options.schema() + ".social_media_posts (id int)");
        assertThatThrownBy(() -> PostgresSchema.migrate(TestPostgres.dataSource(), options))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("social_media_posts")
                .hasMessageContaining("did not make");
        assertThat(TestPostgres.query("select count(*) from information_schema.tables where table_schema = '"
                        + options.schema() + "'"))
                .containsExactly("1");
    }

    @Test
    void migrate_withOtherSettings_refuses() {
        PostgresOptions options = TestPostgres.migrated();
        assertThatThrownBy(() -> PostgresSchema.migrate(
                        TestPostgres.dataSource(),
                        options.toBuilder().searchConfiguration("english").build()))
                .hasMessageContaining("searchConfiguration");
        assertThatThrownBy(() -> PostgresSchema.migrate(
                        TestPostgres.dataSource(),
                        options.toBuilder().partitioned(true).build()))
                .hasMessageContaining("partitioned");
    }
}
