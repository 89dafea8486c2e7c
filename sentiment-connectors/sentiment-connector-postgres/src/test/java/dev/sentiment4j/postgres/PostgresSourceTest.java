package dev.sentiment4j.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.TestThreads;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.pipeline.TestPosts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the source promises beyond the contract of all sources. */
class PostgresSourceTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private final PostgresOptions options = TestPostgres.migrated(TestPostgres.options()
            .pollInterval(Duration.ofMillis(10))
            .lease(Duration.ofSeconds(1))
            .build());

    private PostgresSource opened(String version) {
        PostgresSource source = new PostgresSource(TestPostgres.dataSource(), options, new ModelInfo("m", version));
        source.open(SourceListener.NONE);
        return source;
    }

    private PostgresSink filled(int count) throws InterruptedException {
        PostgresSink sink = new PostgresSink(TestPostgres.dataSource(), options);
        sink.open();
        List<SinkEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(TestPostgres.analyzed(TestPosts.post(i), SentimentLabel.NEUTRAL));
        }
        sink.write(events);
        return sink;
    }

    private static AnalyzedPost again(Delivery delivery) {
        return TestPostgres.analyzed(
                (Post) delivery.event().orElseThrow(), SentimentLabel.POSITIVE, "2", TestPosts.NOON.plusSeconds(60));
    }

    @Test
    void poll_afterAChangeOfModel_deliversEverythingOnce() throws Exception {
        PostgresSink sink = filled(500);
        try (PostgresSource same = opened("1");
                PostgresSource source = opened("2")) {
            assertThat(same.poll(10, SHORT)).isEmpty();
            Set<String> seen = new HashSet<>();
            List<Delivery> some;
            while (!(some = source.poll(64, SHORT)).isEmpty()) {
                some.forEach(d -> assertThat(seen.add(d.id())).isTrue());
                sink.write(some.stream()
                        .map(PostgresSourceTest::again)
                        .<SinkEvent>map(a -> a)
                        .toList());
                source.acknowledge(some);
            }
            assertThat(seen).hasSize(500);
        }
        assertThat(TestPostgres.count(options, "sentiment_analysis")).isEqualTo(1000);
    }

    @Test
    void poll_byManyWorkers_deliversEachPostToOne() throws Exception {
        filled(600);
        List<TestThreads.Call<List<String>>> workers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            workers.add(TestThreads.start(() -> {
                List<String> mine = new ArrayList<>();
                try (PostgresSource source = opened("2")) {
                    List<Delivery> some;
                    while (!(some = source.poll(25, Duration.ofMillis(100))).isEmpty()) {
                        some.forEach(d -> mine.add(d.id()));
                        source.acknowledge(some);
                    }
                }
                return mine;
            }));
        }
        List<String> all = new ArrayList<>();
        for (TestThreads.Call<List<String>> worker : workers) {
            all.addAll(worker.get());
        }
        assertThat(all).doesNotHaveDuplicates().hasSize(600);
    }

    @Test
    void lease_isKeptWhileTheSourceIsOpen_andRunsOutAfterwards() throws Exception {
        filled(3);
        PostgresSource holder = opened("2");
        try (PostgresSource waiting = opened("2")) {
            assertThat(holder.poll(10, SHORT)).hasSize(3);
            // Longer than the lease: without renewals the other one would have them.
            assertThat(waiting.poll(10, Duration.ofMillis(2500))).isEmpty();
            holder.close();
            List<Delivery> taken = new ArrayList<>();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                taken.addAll(waiting.poll(10, Duration.ofMillis(50)));
                return taken.size() == 3;
            });
            assertThat(taken).allMatch(d -> d.deliveryCount() == 2);
        }
    }

    @Test
    void edited_afterItWasAcknowledged_comesAgain() throws Exception {
        filled(1);
        try (PostgresSource source = opened("2")) {
            source.acknowledge(source.poll(10, SHORT));
            assertThat(source.poll(10, SHORT)).isEmpty();
            TestPostgres.execute("update " + options.schema() + ".social_media_posts set content = 'edited',"
                    + " edited_at = created_at + interval '1 minute', analyzed_at = null, model_id = null,"
                    + " model_version = null");
            assertThat(source.poll(10, SHORT)).hasSize(1).allMatch(d -> d.deliveryCount() == 1);
        }
    }
}
