package dev.sentiment4j.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.TestPosts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Queries over some thousand posts: one every ten seconds from noon on. */
class PostgresQueriesTest {
    private static final int COUNT = 6_000;
    private static final PostgresOptions OPTIONS =
            TestPostgres.migrated(TestPostgres.options().fetchSize(500).build());
    private static final PostgresPosts POSTS = new PostgresPosts(TestPostgres.dataSource(), OPTIONS);
    private static final SentimentQueries QUERIES = new SentimentQueries(TestPostgres.dataSource(), OPTIONS);

    @BeforeAll
    static void fill() throws Exception {
        try (PostgresSink sink = new PostgresSink(TestPostgres.dataSource(), OPTIONS)) {
            sink.open();
            List<SinkEvent> events = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                events.add(TestPostgres.analyzed(post(i), SentimentLabel.values()[i % 3]));
            }
            assertThat(sink.write(events)).isEmpty();
        }
        TestPostgres.execute("analyze " + OPTIONS.schema() + ".social_media_posts");
    }

    private static Instant time(int i) {
        return TestPosts.NOON.plusSeconds(10L * i);
    }

    private static Post post(int i) {
        return TestPosts.post("q" + i, i % 1000 == 7 ? "The refund never came, number " + i : "all fine " + i)
                .createdAt(time(i))
                .authorId(i % 10 == 0 ? "busy" : "author" + i)
                .authorName("Name " + i)
                .language(i % 2 == 0 ? "en" : "de")
                .geo(Geo.of(i % 3 == 0 ? "Berlin" : "Lyon", null))
                .attribute(Post.PRODUCT, i % 5 == 0 ? "phone" : "bank")
                .attribute(Post.CHANNEL, i % 4 == 0 ? "support" : null)
                .build();
    }

    private static String plan(PostFilter filter, @Nullable PostCursor cursor) throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>();
        String sql = new Names(OPTIONS.schema()).in("explain " + PostgresPosts.pageSql(filter, cursor, parameters));
        parameters.add(20);
        try (Connection connection = TestPostgres.dataSource().getConnection();
                PreparedStatement statement = Queries.prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return String.join("\n", lines);
        }
    }

    @Test
    void recent_walksTheIndexOfTime() throws SQLException {
        assertThat(plan(PostFilter.all(), null)).contains("Index Scan Backward using social_media_posts_created_at");
        assertThat(plan(PostFilter.all(), new PostCursor(time(3000), new PostKey("test", "q3000"))))
                .contains("social_media_posts_created_at")
                .contains("Index Cond: (created_at <= ");
    }

    @Test
    void recent_ofAnAuthor_usesItsIndex() throws SQLException {
        assertThat(plan(PostFilter.builder().authorId("author4711").build(), null))
                .contains("social_media_posts_author");
    }

    @Test
    void recent_withWords_usesTheSearchIndex() throws SQLException {
        assertThat(plan(PostFilter.builder().text("refund").build(), null)).contains("social_media_posts_search");
    }

    @Test
    void unanalyzed_areFoundByTheirIndex() throws SQLException {
        assertThat(TestPostgres.query("explain select 1 from " + OPTIONS.schema()
                                + ".social_media_posts where analyzed_at is null order by stored_at limit 10")
                        .toString())
                .contains("social_media_posts_unanalyzed");
    }

    @Test
    void pages_showEveryPostOnce_newestFirst() {
        PostFilter filter = PostFilter.builder().to(time(95)).build();
        List<String> seen = new ArrayList<>();
        PostPage page = POSTS.recent(filter, 10);
        while (true) {
            page.posts().forEach(stored -> seen.add(stored.post().id()));
            if (page.next().isEmpty()) {
                break;
            }
            page = POSTS.after(PostCursor.parse(page.next().orElseThrow().token()), filter, 10);
        }
        List<String> expected = new ArrayList<>();
        for (int i = 94; i >= 0; i--) {
            expected.add("q" + i);
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void filters_letThroughWhatFits() {
        PostFilter filter = PostFilter.builder()
                .source("test")
                .label(SentimentLabel.NEGATIVE)
                .product("phone")
                .city("Berlin")
                .language("en")
                .emotion("joy")
                .minConfidence(0.7)
                .from(time(0))
                .to(time(61))
                .build();
        assertThat(POSTS.recent(filter, 100).posts().stream()
                        .map(stored -> stored.post().id()))
                .containsExactly("q60", "q30", "q0");
        assertThat(POSTS.recent(filter, 100).next()).isEmpty();
        assertThat(POSTS.recent(
                                PostFilter.builder()
                                        .channel("support")
                                        .to(time(9))
                                        .build(),
                                100)
                        .posts())
                .hasSize(3);
        assertThat(POSTS.recent(PostFilter.builder().minConfidence(0.9).build(), 100)
                        .posts())
                .isEmpty();
        assertThat(POSTS.recent(PostFilter.builder().city("'; drop table x; --").build(), 100)
                        .posts())
                .isEmpty();
    }

    @Test
    void search_takesWhatPeopleType() {
        assertThat(POSTS.recent(PostFilter.builder().text("refund").build(), 100)
                        .posts())
                .hasSize(6);
        assertThat(POSTS.recent(
                                PostFilter.builder()
                                        .text("\"refund never\" -1007")
                                        .build(),
                                100)
                        .posts())
                .hasSize(5);
        assertThat(POSTS.recent(
                                PostFilter.builder()
                                        .text("never refund & | ! (")
                                        .build(),
                                100)
                        .posts())
                .hasSize(6);
    }

    @Test
    void filter_withBadValues_listsThemAll() {
        assertThatThrownBy(() -> PostFilter.builder()
                        .minConfidence(Double.NaN)
                        .from(time(2))
                        .to(time(1))
                        .text("a or b ".repeat(200))
                        .build())
                .isInstanceOfSatisfying(InvalidOptionsException.class, e -> assertThat(e.problems())
                        .hasSize(3));
        assertThatThrownBy(() ->
                        PostFilter.builder().from(Instant.MAX).to(Instant.MIN).build())
                .isInstanceOf(InvalidOptionsException.class);
    }

    @Test
    void distribution_countsLabels() {
        LabelCounts counts = QUERIES.distribution(
                PostFilter.builder().from(time(0)).to(time(300)).build());
        assertThat(counts.posts()).isEqualTo(300);
        assertThat(counts.negative()).isEqualTo(100);
        assertThat(counts.share(SentimentLabel.POSITIVE).orElseThrow()).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(counts.meanScore().orElseThrow()).isCloseTo(0, within(1e-6));
        LabelCounts none =
                QUERIES.distribution(PostFilter.builder().city("Nowhere").build());
        assertThat(none.posts()).isZero();
        assertThat(none.meanScore()).isEmpty();
        assertThat(none.share(SentimentLabel.POSITIVE)).isEmpty();
    }

    @Test
    void distributionBy_groups() {
        assertThat(QUERIES.distributionBy(
                        Dimension.CHANNEL, PostFilter.builder().to(time(100)).build(), 10))
                .extractingByKeys(Optional.<String>empty(), Optional.of("support"))
                .extracting(LabelCounts::posts)
                .containsExactly(75L, 25L);
    }

    @Test
    void series_buckets() {
        List<SeriesPoint> points = QUERIES.series(
                TimeBucket.MINUTE,
                Dimension.CITY,
                PostFilter.builder().from(time(0)).to(time(12)).build());
        assertThat(points.stream()
                        .map(p -> p.start() + " " + p.group().orElse("") + " "
                                + p.counts().posts()))
                .containsExactly(
                        TestPosts.NOON + " Berlin 2",
                        TestPosts.NOON + " Lyon 4",
                        TestPosts.NOON.plusSeconds(60) + " Berlin 2",
                        TestPosts.NOON.plusSeconds(60) + " Lyon 4");
        assertThat(QUERIES.series(TimeBucket.HOUR, Dimension.NONE, PostFilter.all()))
                .hasSize(17)
                .allSatisfy(point -> assertThat(point.group()).isEmpty());
    }

    @Test
    void topAuthors_countsTheirPosts() {
        List<AuthorActivity> top = QUERIES.topAuthors(PostFilter.all(), 3);
        assertThat(top).hasSize(3);
        assertThat(top.get(0).authorId()).isEqualTo("busy");
        assertThat(top.get(0).counts().posts()).isEqualTo(COUNT / 10);
        assertThat(top.toString()).doesNotContain("busy");
    }

    @Test
    void export_readsAllAndGivesTheConnectionBack() {
        try (Stream<StoredPost> posts =
                POSTS.export(PostFilter.builder().language("en").build())) {
            assertThat(posts.collect(Collectors.groupingBy(p -> p.post().id()))).hasSize(COUNT / 2);
        }
        for (int i = 0; i < 30; i++) {
            try (Stream<StoredPost> posts = POSTS.export(PostFilter.all())) {
                assertThat(posts.limit(3)).hasSize(3);
            }
        }
    }
}
