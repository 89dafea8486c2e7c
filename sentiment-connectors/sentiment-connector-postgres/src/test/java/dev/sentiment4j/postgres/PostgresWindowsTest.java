package dev.sentiment4j.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.alert.AlertEngine;
import dev.sentiment4j.alert.AlertMetric;
import dev.sentiment4j.alert.AlertRule;
import dev.sentiment4j.alert.AlertState;
import dev.sentiment4j.alert.Severity;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.Dimension;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSnapshot;
import dev.sentiment4j.window.WindowSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PostgresWindowsTest {
    private static final Clock LATER = Clock.fixed(Instant.parse("2027-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final PostgresOptions options = TestPostgres.migrated();
    private final PostgresWindowStore store = new PostgresWindowStore(TestPostgres.dataSource(), options);
    private final List<WindowSnapshot> given = new ArrayList<>();

    private SentimentWindows.Builder windows() {
        return SentimentWindows.builder(WindowOptions.builder()
                        .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                        .dimension(Dimension.product())
                        .churn(post -> 0.75)
                        .build())
                .clock(LATER)
                .listener(given::add);
    }

    private static SinkEvent post(int second, String product, SentimentLabel label) {
        Post post = TestPosts.post(Integer.toString(second), "text")
                .createdAt(TestPosts.NOON.plusSeconds(second))
                .authorId("author")
                .attribute(Post.PRODUCT, product)
                .build();
        return TestPostgres.analyzed(post, label);
    }

    @Test
    void windows_areKeptWhole_andAsRows() throws Exception {
        SentimentWindows windows = windows().listener(store).build();
        windows.write(List.of(
                post(1, "phone", SentimentLabel.NEGATIVE),
                post(2, "phone", SentimentLabel.POSITIVE),
                post(3, "lone \ud83d", SentimentLabel.NEUTRAL),
                post(4, "lone \ud83e and NUL", SentimentLabel.NEUTRAL),
                post(5, "lone \ud83e and NUL".replace('\ud83e', '\0'), SentimentLabel.NEUTRAL),
                post(80, "phone", SentimentLabel.NEUTRAL)));
        WindowSnapshot kept = store.latest("1m").orElseThrow();
        assertThat(kept.cells().keySet()).isEqualTo(given.get(0).cells().keySet());
        assertThat(kept.toBytes()).isEqualTo(given.get(0).toBytes());
        String row = "select concat_ws(' ', cell, posts, negative, neutral, positive, mean_toxicity, toxic, churning,"
                + " distinct_authors, emotions, complete) from " + options.schema() + ".sentiment_window_cells";
        assertThat(TestPostgres.query(row + " order by posts desc, cell"))
                .hasSize(5)
                .contains("product=phone 2 1 0 1 0.125 0 2 1 {\"joy\": 2} t");

        windows.add(new PostDeletion(TestPosts.key("3"), TestPosts.NOON.plusSeconds(90)));
        windows.flush();
        assertThat(store.latest("1m").orElseThrow().revision()).isEqualTo(1);
        assertThat(TestPostgres.query(row))
                .as("the cell that is empty now is gone")
                .hasSize(4);
        store.put(given.get(0));
        assertThat(store.latest("1m").orElseThrow().revision())
                .as("an older revision")
                .isEqualTo(1);
        assertThat(TestPostgres.query(row)).hasSize(4);
    }

    @Test
    void windows_areReadByTime_andDeletedByAge() throws Exception {
        SentimentWindows windows = windows().listener(store).build();
        for (int minute = 0; minute < 5; minute++) {
            windows.add(post(minute * 60, "phone", SentimentLabel.NEUTRAL));
        }
        windows.advanceTo(TestPosts.NOON.plusSeconds(300));
        assertThat(store.between("1m", TestPosts.NOON.plusSeconds(60), TestPosts.NOON.plusSeconds(180)))
                .extracting(WindowSnapshot::start)
                .containsExactly(TestPosts.NOON.plusSeconds(60), TestPosts.NOON.plusSeconds(120));
        assertThat(store.latest("another")).isEmpty();
        assertThat(store.deleteBefore(TestPosts.NOON.plusSeconds(181))).isEqualTo(3);
        assertThat(TestPostgres.count(options, "sentiment_window_cells")).isEqualTo(4);
    }

    @Test
    void alerts_areOneRowAnEpisode_alsoAcrossARestart() throws Exception {
        AlertRule rule = AlertRule.above("unhappy", AlertMetric.NEGATIVE_SHARE, 0.5)
                .by("product")
                .holdFor(Duration.ofMinutes(1))
                .summary("many are unhappy")
                .build();
        SentimentWindows windows = windows().build();
        SentimentLabel[] day = {
            SentimentLabel.NEGATIVE, SentimentLabel.NEGATIVE, SentimentLabel.NEGATIVE, SentimentLabel.POSITIVE
        };
        for (int minute = 0; minute < day.length; minute++) {
            windows.add(post(minute * 60, "phone", day[minute]));
        }
        windows.advanceTo(TestPosts.NOON.plusSeconds(240));
        PostgresAlerts alerts = new PostgresAlerts(TestPostgres.dataSource(), options);
        for (int i = 0; i < given.size(); i++) {
            AlertEngine engine = AlertEngine.builder(List.of(rule))
                    .store(new PostgresCheckpointStore(TestPostgres.dataSource(), options))
                    .sink(new PostgresAlertSink(alerts))
                    .build();
            for (WindowSnapshot again : given.subList(Math.max(0, i - 1), i + 1)) {
                engine.onWindow(again);
            }
            assertThat(alerts.open())
                    .extracting(StoredAlert::state)
                    .isEqualTo(
                            switch (i) {
                                case 0 -> List.of(StoredAlert.State.PENDING);
                                case 1, 2 -> List.of(StoredAlert.State.FIRING);
                                default -> List.of();
                            });
        }
        StoredAlert episode = alerts.between(TestPosts.NOON, TestPosts.NOON.plusSeconds(600), 10)
                .get(0);
        assertThat(TestPostgres.count(options, "sentiment_alerts")).isEqualTo(1);
        assertThat(episode.cell()).isEqualTo("product=phone");
        assertThat(episode.resolvedAt()).contains(TestPosts.NOON.plusSeconds(240));
        assertThat(episode.details()).contains("many are unhappy");
    }

    /** Text that no compression makes shorter. */
    private static String noise(Random random, int length) {
        return random.ints(length, 0x4e00, 0x9fff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void alertsOfCellsWithLongValues_areStored_eachAsOneEpisode() throws Exception {
        Random random = new Random(5);
        String same = noise(random, 900);
        PostgresAlerts alerts = new PostgresAlerts(TestPostgres.dataSource(), options);
        PostgresAlertSink sink = new PostgresAlertSink(alerts);
        for (String product : List.of(same + noise(random, 300), same + noise(random, 300))) {
            for (AlertState state : List.of(AlertState.FIRING, AlertState.RESOLVED)) {
                sink.tell(new Alert(
                        "rule " + same.substring(0, 190),
                        CellKey.of("product", product),
                        Severity.CRITICAL,
                        state,
                        TestPosts.NOON,
                        Optional.of(TestPosts.NOON),
                        TestPosts.NOON,
                        state == AlertState.RESOLVED ? Optional.of(TestPosts.NOON) : Optional.empty(),
                        "1m",
                        AlertMetric.POSTS,
                        5,
                        1,
                        5,
                        List.of(),
                        ""));
            }
        }
        List<StoredAlert> stored = alerts.between(TestPosts.NOON, TestPosts.NOON.plusSeconds(60), 10);
        assertThat(stored).hasSize(2).allMatch(alert -> alert.state() == StoredAlert.State.RESOLVED);
        assertThat(stored).allMatch(alert -> alert.cell().startsWith("product=" + same.substring(0, 200)));
        assertThat(stored).allMatch(alert -> alert.cell().length() < 600);
    }

    @Test
    void windows_ofAllTimes_canBeAskedFor() throws Exception {
        SentimentWindows windows = windows().listener(store).build();
        windows.add(post(1, "phone", SentimentLabel.NEUTRAL));
        windows.advanceTo(TestPosts.NOON.plusSeconds(60));
        assertThat(store.between("1m", Instant.MIN, Instant.MAX)).hasSize(1);
        assertThat(store.deleteBefore(Instant.MIN)).isZero();
        assertThat(store.deleteBefore(Instant.MAX)).isEqualTo(1);
    }

    @Test
    void windowThatIsDamaged_isToldAsTheStoresFailure() throws Exception {
        SentimentWindows windows = windows().listener(store).build();
        windows.add(post(1, "phone", SentimentLabel.NEUTRAL));
        windows.advanceTo(TestPosts.NOON.plusSeconds(60));
        TestPostgres.execute("update " + options.schema() + ".sentiment_windows set snapshot = '\\x0102'");
        assertThatThrownBy(() -> store.latest("1m"))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("cannot be read");
    }
}
