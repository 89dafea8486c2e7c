package dev.sentiment4j.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.TestThreads;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.Rejection;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.SinkException;
import dev.sentiment4j.pipeline.TestPosts;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the sink promises beyond the contract of all sinks. */
class PostgresSinkTest {
    private final PostgresOptions options = TestPostgres.migrated();
    private final PostgresPosts posts = new PostgresPosts(TestPostgres.dataSource(), options);

    private static PostgresSink opened(PostgresOptions options) {
        PostgresSink sink = new PostgresSink(TestPostgres.dataSource(), options);
        sink.open();
        return sink;
    }

    @Test
    void write_ofAPostWithEverything_readsBackTheSame() throws Exception {
        Post full = TestPosts.full("full");
        AnalyzedPost analyzed = TestPostgres.analyzed(full, SentimentLabel.POSITIVE);
        assertThat(opened(options).write(List.of(analyzed))).isEmpty();
        PostHistory history = posts.history(full.key()).orElseThrow();
        assertThat(history.post().post()).isEqualTo(full);
        assertThat(history.analyses()).hasSize(1);
        assertThat(history.analyses().get(0).result()).isEqualTo(analyzed.result());
        assertThat(history.post().latest().orElseThrow().emotion()).contains("joy");
        assertThat(history.post().latest().orElseThrow().toxicity()).hasValue(0.125);
    }

    @Test
    void write_ofAnotherModelVersion_keepsTheHistory() throws Exception {
        PostgresSink sink = opened(options);
        Post post = TestPosts.post(1);
        sink.write(List.of(
                TestPostgres.analyzed(post, SentimentLabel.NEGATIVE, "1", TestPosts.NOON),
                TestPostgres.analyzed(post, SentimentLabel.POSITIVE, "2", TestPosts.NOON.plusSeconds(60))));
        sink.write(List.of(TestPostgres.analyzed(post, SentimentLabel.NEUTRAL, "1", TestPosts.NOON)));
        PostHistory history = posts.history(post.key()).orElseThrow();
        assertThat(history.post().latest().orElseThrow().label()).contains(SentimentLabel.POSITIVE);
        assertThat(history.analyses().stream().map(a -> a.result().model().version()))
                .containsExactly("2", "1");
        assertThat(history.analyses().get(1).result().label()).isEqualTo(SentimentLabel.NEUTRAL);
    }

    @Test
    void write_ofAnEarlierAnalysisOfALaterVersion_replaces() throws Exception {
        PostgresSink sink = opened(options);
        Post post = TestPosts.post(1);
        Post edited = post.toBuilder()
                .text("edited")
                .editedAt(TestPosts.NOON.plusSeconds(90))
                .build();
        sink.write(List.of(
                TestPostgres.analyzed(post, SentimentLabel.NEGATIVE, "1", TestPosts.NOON.plusSeconds(9)),
                TestPostgres.analyzed(edited, SentimentLabel.POSITIVE, "1", TestPosts.NOON)));
        assertThat(posts.find(post.key()).orElseThrow().latest().orElseThrow().label())
                .contains(SentimentLabel.POSITIVE);
        assertThat(posts.history(post.key()).orElseThrow().analyses()).hasSize(1);
    }

    @Test
    void write_ofAResultWithoutSentiment_isStored() throws Exception {
        SentimentResult result =
                SentimentResult.builder(new ModelInfo("m", "1")).build();
        Post post = TestPosts.post(1);
        assertThat(opened(options).write(List.of(new AnalyzedPost(post, result, TestPosts.NOON))))
                .isEmpty();
        PostHistory history = posts.history(post.key()).orElseThrow();
        assertThat(history.post().latest().orElseThrow().label()).isEmpty();
        assertThat(history.analyses().get(0).result().hasSentiment()).isFalse();
    }

    @Test
    void write_ofHugeAndHostileFields_isStored() throws Exception {
        String huge = "'; drop table social_media_posts; --\u0000" + "ä".repeat(1 << 19);
        Post post = TestPosts.post("huge", huge)
                .authorId(huge)
                .authorName(huge)
                .attribute(huge, huge)
                .attribute(Post.PRODUCT, huge)
                .build();
        assertThat(opened(options).write(List.of(TestPostgres.analyzed(post, SentimentLabel.NEUTRAL))))
                .isEmpty();
        Post stored = posts.find(post.key()).orElseThrow().post();
        assertThat(stored.authorId()).contains(Texts.clean(huge));
        assertThat(stored.attribute(Texts.clean(huge))).contains(Texts.clean(huge));
        assertThat(posts.deleteByAuthor(TestPosts.SOURCE, huge)).isEqualTo(1);
    }

    @Test
    void write_ofRefusedValues_findsEachAndSaysNothingOfThem() throws Exception {
        TestPostgres.execute("alter table " + options.schema()
                + ".social_media_posts add constraint nothing_secret check (content not like 'secret%')");
        List<SinkEvent> events = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String text = i == 17 || i == 18 || i == 99 ? "secret " + i : "fine";
            events.add(TestPostgres.analyzed(TestPosts.post("p" + i, text).build(), SentimentLabel.NEUTRAL));
        }
        List<Rejection> rejections = opened(options).write(events);
        assertThat(rejections.stream().map(Rejection::index)).containsExactlyInAnyOrder(17, 18, 99);
        assertThat(rejections).allSatisfy(r -> {
            assertThat(r.reason()).contains("23514", "nothing_secret").doesNotContain("secret 1");
            assertThat(String.valueOf(r.cause().orElseThrow())).doesNotContain("secret 1");
        });
        assertThat(TestPostgres.count(options, "social_media_posts")).isEqualTo(97);
    }

    @Test
    void write_ofAModelNameThatIsTooLong_isFatal() {
        SentimentResult result =
                SentimentResult.builder(new ModelInfo("m".repeat(301), "1")).build();
        assertThatThrownBy(() ->
                        opened(options).write(List.of(new AnalyzedPost(TestPosts.post(1), result, TestPosts.NOON))))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.kind()).isEqualTo(SinkException.Kind.FATAL))
                .hasMessageContaining("manifest");
    }

    @Test
    void write_ofADeletion_leavesNothingButItsKey() throws Exception {
        PostgresSink sink = opened(options);
        Post post = TestPosts.full("gone");
        sink.write(List.of(TestPostgres.analyzed(post, SentimentLabel.NEUTRAL)));
        sink.write(List.of(new PostDeletion(post.key(), TestPosts.NOON.minusSeconds(999))));
        for (String table : List.of("social_media_posts", "sentiment_analysis", "sentiment_work")) {
            assertThat(TestPostgres.count(options, table)).as(table).isZero();
        }
    }

    @Test
    void write_beforeOpen_isRefused() {
        assertThatThrownBy(() -> new PostgresSink(TestPostgres.dataSource(), options)
                        .write(List.of(TestPosts.analyzed(TestPosts.post(1), SentimentLabel.NEUTRAL))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("open()");
    }

    @Test
    void write_fromSeveralSinksInAnyOrder_neverDeadlocks() throws Exception {
        List<TestThreads.Call<Integer>> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            boolean backwards = w % 2 == 1;
            writers.add(TestThreads.start(() -> {
                PostgresSink sink = opened(options);
                for (int round = 0; round < 10; round++) {
                    List<SinkEvent> events = new ArrayList<>();
                    for (int i = 0; i < 200; i++) {
                        events.add(TestPostgres.analyzed(
                                TestPosts.post(backwards ? 199 - i : i), SentimentLabel.POSITIVE));
                    }
                    if (round == 5) {
                        events.add(new PostDeletion(TestPosts.key("7"), TestPosts.NOON.plusSeconds(999)));
                    }
                    assertThat(sink.write(events)).isEmpty();
                }
                return 1;
            }));
        }
        for (TestThreads.Call<Integer> writer : writers) {
            assertThat(writer.get()).isEqualTo(1);
        }
        assertThat(TestPostgres.count(options, "social_media_posts")).isEqualTo(199);
        assertThat(TestPostgres.count(options, "sentiment_analysis")).isEqualTo(199);
    }

    @Test
    void write_overSeveralConnections_storesAllAndFindsTheRefused() throws Exception {
        PostgresOptions parallel =
                TestPostgres.migrated(TestPostgres.options().writeConnections(3).build());
        TestPostgres.execute("alter table " + parallel.schema()
                + ".social_media_posts add constraint no_bad check (content <> 'bad')");
        List<SinkEvent> events = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            events.add(TestPostgres.analyzed(
                    TestPosts.post("p" + i, i == 940 ? "bad" : "fine").build(), SentimentLabel.NEUTRAL));
        }
        try (PostgresSink sink = opened(parallel)) {
            assertThat(sink.write(events).stream().map(Rejection::index)).containsExactly(940);
        }
        assertThat(TestPostgres.count(parallel, "social_media_posts")).isEqualTo(999);
    }

    @Test
    void write_byMonth_movesAPostWhoseTimeChanges() throws Exception {
        PostgresOptions months =
                TestPostgres.migrated(TestPostgres.options().partitioned(true).build());
        PostgresSink sink = opened(months);
        Post march = TestPosts.post(1);
        Post april = march.toBuilder()
                .createdAt(TestPosts.NOON.plusSeconds(86_400 * 40))
                .build();
        sink.write(List.of(TestPostgres.analyzed(march, SentimentLabel.NEGATIVE, "1", TestPosts.NOON)));
        sink.write(List.of(TestPostgres.analyzed(april, SentimentLabel.POSITIVE, "2", TestPosts.NOON)));
        sink.write(List.of(TestPostgres.analyzed(march, SentimentLabel.NEUTRAL, "1", TestPosts.NOON)));
        assertThat(TestPostgres.count(months, "social_media_posts")).isEqualTo(1);
        PostHistory history = new PostgresPosts(TestPostgres.dataSource(), months)
                .history(march.key())
                .orElseThrow();
        assertThat(history.post().post()).isEqualTo(april);
        assertThat(history.analyses()).hasSize(2);
    }

    /** As when a post without a creation time comes twice, and counts as created when it was queued. */
    @Test
    void partitions_writtenToAtOnce_keepOneRowOfAPost() throws Exception {
        PostgresOptions months =
                TestPostgres.migrated(TestPostgres.options().partitioned(true).build());
        PostgresSink one = opened(months);
        PostgresSink other = opened(months);
        int count = 200;
        Instant later = TestPosts.NOON.plusSeconds(1);
        for (int round = 0; round < 5; round++) {
            List<SinkEvent> first = new ArrayList<>();
            List<SinkEvent> second = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Post.Builder post = TestPosts.post(round + "-" + i, "twice");
                first.add(TestPostgres.analyzed(post.build(), SentimentLabel.NEUTRAL));
                second.add(TestPostgres.analyzed(post.createdAt(later).build(), SentimentLabel.NEUTRAL));
            }
            TestThreads.Call<List<Rejection>> beside = TestThreads.start(() -> other.write(second));
            assertThat(one.write(first)).isEmpty();
            assertThat(beside.get()).isEmpty();
            assertThat(TestPostgres.query("select count(*) || ' ' || min((created_at = '" + later + "')::int) from "
                            + months.schema() + ".social_media_posts"))
                    .containsExactly((round + 1) * count + " 1");
            assertThat(TestPostgres.query("select count(*) || ' ' || min((post_created_at = '" + later
                            + "')::int) from " + months.schema() + ".sentiment_analysis"))
                    .containsExactly((round + 1) * count + " 1");
        }
    }

    @Test
    void partitions_takeWhatTheRestHolds_andAreDropped() throws Exception {
        PostgresOptions months =
                TestPostgres.migrated(TestPostgres.options().partitioned(true).build());
        PostgresPartitions partitions = new PostgresPartitions(TestPostgres.dataSource(), months);
        opened(months).write(List.of(TestPostgres.analyzed(TestPosts.post(1), SentimentLabel.NEGATIVE)));
        assertThat(TestPostgres.count(months, "social_media_posts_rest")).isEqualTo(1);
        assertThat(partitions.ensure(YearMonth.of(2026, 1), YearMonth.of(2026, 3)))
                .isEqualTo(3);
        assertThat(partitions.ensure(YearMonth.of(2026, 1), YearMonth.of(2026, 3)))
                .isZero();
        assertThat(TestPostgres.count(months, "social_media_posts_rest")).isZero();
        assertThat(TestPostgres.count(months, "social_media_posts_p202603")).isEqualTo(1);
        assertThat(partitions.dropBefore(YearMonth.of(2026, 3))).isEqualTo(2);
        assertThat(TestPostgres.count(months, "sentiment_analysis")).isEqualTo(1);
        assertThat(partitions.dropBefore(YearMonth.of(2026, 4))).isEqualTo(1);
        assertThat(TestPostgres.count(months, "social_media_posts")).isZero();
    }

    @Test
    void waves_keepTheOrderOfEachKey() {
        Post a = TestPosts.post("a", "a").build();
        Post b = TestPosts.post("b", "b").supersedes(List.of("a")).build();
        assertThat(Waves.of(List.of(
                        TestPostgres.analyzed(a, SentimentLabel.NEUTRAL),
                        TestPostgres.analyzed(a, SentimentLabel.NEUTRAL),
                        TestPostgres.analyzed(b, SentimentLabel.NEUTRAL),
                        new PostDeletion(b.key(), TestPosts.NOON))))
                .hasSize(3)
                .satisfies(waves -> assertThat(waves.get(0).posts).hasSize(1));
    }
}
