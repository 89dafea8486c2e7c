package dev.sentiment4j.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.alert.AlertEngine;
import dev.sentiment4j.alert.AlertMetric;
import dev.sentiment4j.alert.AlertRule;
import dev.sentiment4j.pipeline.ScriptedAnalyzer;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Keeps docs/postgres.md true to the code: its examples, and every row of its table of options. */
class PostgresDocsTest {
    private static final Path DOCS = Path.of("..", "..", "docs", "postgres.md");
    private static final Path SELF = Path.of("src/test/java/dev/sentiment4j/postgres/PostgresDocsTest.java");

    @Test
    void examples_work() throws Exception {
        String url = TestPostgres.url();
        String user = "postgres";
        String password = "";
        // @formatter:off
        try (HikariDataSource pool = PostgresPool.to(url).user(user).password(password).open()) {
            PostgresOptions options = PostgresOptions.builder().schema("sentiment").build();
            PostgresSchema.migrate(pool, options);

            PostgresSink sink = new PostgresSink(pool, options);
            PostgresDeadLetters deadLetters = new PostgresDeadLetters(pool, options);
            sink.open();
            deadLetters.open();
            assertThat(sink.write(List.of(TestPostgres.analyzed(
                    TestPosts.post("1", "my refund: two hours on hold, on hold").createdAt(Instant.now())
                            .attribute("product", "phone").build(),
                    SentimentLabel.NEGATIVE)))).isEmpty();

            PostgresPosts posts = new PostgresPosts(pool, options);
            posts.deleteByAuthor("x", "12345");
            posts.deleteOlderThan(Instant.now().minus(Duration.ofDays(365)));

            PostFilter filter = PostFilter.builder()
                    .product("phone")
                    .label(SentimentLabel.NEGATIVE)
                    .minConfidence(0.8)
                    .from(Instant.now().minus(Duration.ofHours(24)))
                    .text("refund \"on hold\" -solved")
                    .build();
            PostPage page = posts.recent(filter, 50);
            PostPage second = page.next().isPresent() ? posts.after(page.next().get(), filter, 50) : page;
            try (Stream<StoredPost> export = posts.export(filter)) {
                export.forEach(stored -> System.out.println(stored.post().key()));
            }

            SentimentQueries queries = new SentimentQueries(pool, options);
            LabelCounts lastDay = queries.distribution(filter);
            List<SeriesPoint> series = queries.series(TimeBucket.HOUR, Dimension.CITY, filter);
            List<AuthorActivity> authors = queries.topAuthors(filter, 10);
            // The label of the test's post has 0.75.
            assertThat(second.posts()).isEmpty();
            assertThat(lastDay.posts()).isZero();
            assertThat(series).isEmpty();
            assertThat(authors).isEmpty();
            assertThat(queries.distribution(PostFilter.builder().text("refund \"on hold\" -solved").build()).negative())
                    .isEqualTo(1);

            try (SentimentAnalyzer analyzer = ScriptedAnalyzer.fast()) {
                PostgresSource source = new PostgresSource(pool, options, analyzer.info().model());
                assertThat(source.name()).isEqualTo("postgres:sentiment");
                source.close();
            }

            PostgresOptions live = options.toBuilder().notificationChannel("sentiment_posts").build();
            PostgresNotifications notifications = PostgresNotifications.listen(pool, live, keys -> System.out.println(keys));
            assertThat(notifications.awaitListening(Duration.ofSeconds(30))).isTrue();
            notifications.close();
        }
        // @formatter:on
    }

    @Test
    void windowsAndAlerts_work() throws Exception {
        HikariDataSource pool = (HikariDataSource) TestPostgres.dataSource();
        PostgresOptions options = TestPostgres.migrated();
        List<AlertRule> rules =
                List.of(AlertRule.above("busy", AlertMetric.POSTS, 0).build());
        WindowOptions windowOptions = WindowOptions.builder()
                .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                .build();
        // @formatter:off
        PostgresWindowStore store = new PostgresWindowStore(pool, options);
        store.deleteBefore(Instant.now().minus(Duration.ofDays(30)));
        PostgresAlerts episodes = new PostgresAlerts(pool, options);
        AlertEngine alerts = AlertEngine.builder(rules)
                .store(new PostgresCheckpointStore(pool, options))
                .sink(new PostgresAlertSink(episodes))
                .build();
        SentimentWindows windows = SentimentWindows.builder(windowOptions).listener(store).listener(alerts).build();
        // @formatter:on
        windows.add(TestPostgres.analyzed(TestPosts.post("1", "text").build(), SentimentLabel.NEGATIVE));
        windows.advanceTo(Instant.now());
        List<StoredAlert> told = episodes.between(Instant.MIN, Instant.MAX, 10);
        // @formatter:off
        episodes.open();                                               // pending and firing
        // @formatter:on
        assertThat(told).hasSize(1);
        assertThat(store.between("1m", Instant.MIN, Instant.MAX)).isNotEmpty();
    }

    @Test
    void months_work() {
        HikariDataSource pool = (HikariDataSource) TestPostgres.dataSource();
        PostgresOptions options =
                TestPostgres.migrated(TestPostgres.options().partitioned(true).build());
        // @formatter:off
        PostgresPartitions partitions = new PostgresPartitions(pool, options);
        partitions.ensure(YearMonth.now(ZoneOffset.UTC), YearMonth.now(ZoneOffset.UTC).plusMonths(2));
        partitions.dropBefore(YearMonth.now(ZoneOffset.UTC).minusMonths(12));
        // @formatter:on
        assertThat(partitions.dropBefore(YearMonth.now(ZoneOffset.UTC).plusMonths(3)))
                .isEqualTo(3);
    }

    @Test
    void flyway_works() {
        // @formatter:off
        try (HikariDataSource pool = PostgresPool.to(TestPostgres.url()).open()) {
            TestPostgres.execute("drop schema if exists sentiment cascade");
            Flyway.configure()
                    .dataSource(pool)
                    .locations(PostgresSchema.FLYWAY_COMMON, PostgresSchema.FLYWAY_PLAIN)
                    .defaultSchema("sentiment")
                    .placeholders(Map.of("search_configuration", "simple"))
                    .load()
                    .migrate();
            // @formatter:on
            assertThat(PostgresSchema.migrate(
                            pool, PostgresOptions.builder().schema("sentiment").build()))
                    .isZero();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void docs_showOnlyWhatStandsHere() throws IOException {
        String source = Files.readString(SELF);
        List<String> shown = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCS))
                .results()
                .flatMap(block -> block.group(1).lines())
                .map(String::strip)
                .filter(line -> line.length() > 1)
                .toList();
        assertThat(shown).hasSizeGreaterThan(30).allSatisfy(line -> assertThat(source)
                .contains(line));
    }

    @Test
    void docs_listEveryOption() throws IOException {
        Set<String> documented = new TreeSet<>();
        boolean in = false;
        for (String line : Files.readAllLines(DOCS)) {
            in = in ? line.startsWith("|") : line.startsWith("| `PostgresOptions`");
            if (in && line.startsWith("| `") && !line.contains("PostgresOptions")) {
                documented.add(line.split("`")[1]);
            }
        }
        assertThat(documented)
                .isEqualTo(Stream.of(PostgresOptions.Builder.class.getDeclaredMethods())
                        .filter(method -> method.getReturnType() == PostgresOptions.Builder.class)
                        .map(method -> method.getName())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
