package dev.sentiment4j.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.pipeline.CheckpointException;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.FileCheckpointStore;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.trend.TrendOptions;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.Dimension;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.Streams;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSnapshot;
import dev.sentiment4j.window.WindowSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertEngineTest {
    private static final WindowOptions WINDOWS = WindowOptions.builder()
            .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
            .dimension(Dimension.product())
            .build();

    private final List<String> told = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final AlertSink sink = new AlertSink() {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public Set<AlertState> states() {
            return Set.of(AlertState.values());
        }

        @Override
        public void tell(Alert alert) {
            alerts.add(alert);
            told.add(minute(alert.updatedAt()) + " " + alert.state());
        }
    };

    private static long minute(Instant time) {
        return Duration.between(TestPosts.NOON, time).toMinutes();
    }

    /** A window for each number: ten posts about the phone, so many of them negative. */
    private static List<WindowSnapshot> windows(int... negative) throws InterruptedException {
        List<WindowSnapshot> closed = new ArrayList<>();
        SentimentWindows windows = SentimentWindows.builder(WINDOWS)
                .clock(Streams.LATER)
                .listener(closed::add)
                .build();
        for (int minute = 0; minute < negative.length; minute++) {
            List<SinkEvent> events = new ArrayList<>();
            for (int i = 0; i < 10 && negative[minute] >= 0; i++) {
                Post post = Streams.post(minute + "-" + i, minute * 60_000L + i)
                        .attribute(Post.PRODUCT, "phone")
                        .build();
                events.add(Streams.analyzed(post, i < negative[minute] ? -0.9 : 0.6));
            }
            windows.write(events);
        }
        windows.advanceTo(TestPosts.NOON.plus(Duration.ofMinutes(negative.length)));
        return closed;
    }

    private AlertRule.Builder rule() {
        return AlertRule.above("unhappy", AlertMetric.NEGATIVE_SHARE, 0.5)
                .by("product")
                .minPosts(5);
    }

    private AlertEngine engine(CheckpointStore store, AlertRule rule) {
        return AlertEngine.builder(List.of(rule))
                .windows(WINDOWS)
                .store(store)
                .sink(sink)
                .build();
    }

    private void run(AlertRule rule, int... negative) throws InterruptedException {
        AlertEngine engine = engine(new InMemoryCheckpointStore(), rule);
        for (WindowSnapshot window : windows(negative)) {
            engine.onWindow(window);
        }
    }

    @Test
    void episode_firesAndResolves() throws InterruptedException {
        run(rule().build(), 2, 6, 7, 3);
        assertThat(told).containsExactly("2 FIRING", "4 RESOLVED");
        Alert fired = alerts.get(0);
        assertThat(fired.cell()).isEqualTo(CellKey.of("product", "phone"));
        assertThat(fired.value()).isEqualTo(0.6);
        assertThat(fired.posts()).isEqualTo(10);
        assertThat(fired.samples()).hasSize(5).allMatch(key -> key.id().startsWith("1-"));
        assertThat(alerts.get(1).id()).isEqualTo(fired.id());
        assertThat(alerts.get(1).firedAt()).isEqualTo(fired.firedAt());
    }

    @Test
    void pending_thatDoesNotLast_neverFires() throws InterruptedException {
        run(rule().holdFor(Duration.ofMinutes(2)).build(), 6, 6, 2, 6, 6, 6, 6);
        assertThat(told).containsExactly("1 PENDING", "3 RESOLVED", "4 PENDING", "6 FIRING");
        assertThat(alerts.get(1).firedAt()).isEmpty();
    }

    @Test
    void hysteresis_keepsFiringBetweenTheBars() throws InterruptedException {
        run(rule().clear(0.3).build(), 6, 4, 5, 4, 3, 4);
        assertThat(told).containsExactly("1 FIRING", "5 RESOLVED");
    }

    @Test
    void keepFiring_bridgesShortGaps() throws InterruptedException {
        run(rule().keepFiring(Duration.ofMinutes(2)).build(), 6, 1, 1, 6, 1, 1, 1);
        assertThat(told).containsExactly("1 FIRING", "7 RESOLVED");
    }

    @Test
    void coolDown_holdsTheNextEpisodeBack() throws InterruptedException {
        run(rule().coolDown(Duration.ofMinutes(3)).build(), 6, 1, 6, 6, 6, 1);
        assertThat(told).containsExactly("1 FIRING", "2 RESOLVED", "5 FIRING", "6 RESOLVED");
    }

    @Test
    void cells_whosePostsCease_resolve() throws InterruptedException {
        run(rule().build(), 6, -1, 2);
        assertThat(told).containsExactly("1 FIRING", "2 RESOLVED");
        assertThat(alerts.get(1).posts()).isZero();
        assertThat(alerts.get(1).value()).isEqualTo(0.6);
    }

    @Test
    void confidence_needsMoreThanChance() throws InterruptedException {
        run(rule().confidence(0.95).build(), 6, 7, 8, 9);
        assertThat(told).as("9 of 10 are above a half for sure, 8 are not").containsExactly("4 FIRING");
    }

    @Test
    void minimumCount_isNeeded() throws InterruptedException {
        run(rule().minPosts(11).build(), 9, 9);
        assertThat(told).isEmpty();
    }

    @Test
    void silence_canBeAnAlert() throws InterruptedException {
        run(AlertRule.below("silent", AlertMetric.POSTS, 5).minPosts(0).build(), 1, -1, -1, 1);
        assertThat(told).containsExactly("2 FIRING", "4 RESOLVED");
    }

    @Test
    void trendsAndSpikes_areLookedAt() throws InterruptedException {
        run(AlertRule.above("doubled", AlertMetric.NEGATIVE_SHARE_RATIO, 1.9).build(), 1, 1, 2, 2);
        assertThat(told).as("ten posts are too few for a trend").isEmpty();
        AlertEngine engine = AlertEngine.builder(
                        List.of(AlertRule.above("doubled", AlertMetric.NEGATIVE_SHARE_RATIO, 1.9)
                                .by("product")
                                .build()))
                .trends(TrendOptions.builder().minPosts(5).build())
                .sink(sink)
                .build();
        for (WindowSnapshot window : windows(1, 1, 2, 2)) {
            engine.onWindow(window);
        }
        assertThat(told).containsExactly("3 FIRING", "4 RESOLVED");
    }

    @Test
    void restart_neitherForgetsNorRepeats(@TempDir Path directory) throws InterruptedException {
        AlertRule rule = rule().holdFor(Duration.ofMinutes(2))
                .coolDown(Duration.ofMinutes(3))
                .build();
        assertTheSameAcrossRestarts(
                directory,
                rule,
                new int[] {6, 6, 6, 6, 2, 6, 6, 6, 6, 6, 6, 2, 2},
                "1 PENDING",
                "3 FIRING",
                "5 RESOLVED",
                "8 PENDING",
                "10 FIRING",
                "12 RESOLVED");
    }

    @Test
    void restart_neitherRepeats_whereNothingCoolsDown(@TempDir Path directory) throws InterruptedException {
        assertTheSameAcrossRestarts(
                directory,
                rule().build(),
                new int[] {6, 2, 6, 2, 2},
                "1 FIRING",
                "2 RESOLVED",
                "3 FIRING",
                "4 RESOLVED");
    }

    @Test
    void restart_keepsSinceWhenTheConditionDoesNotHold(@TempDir Path directory) throws InterruptedException {
        assertTheSameAcrossRestarts(
                directory,
                rule().keepFiring(Duration.ofMinutes(3)).build(),
                new int[] {6, 1, 1, 6, 1, 1, 1, 1, 1},
                "1 FIRING",
                "8 RESOLVED");
    }

    private void assertTheSameAcrossRestarts(Path directory, AlertRule rule, int[] day, String... expected)
            throws InterruptedException {
        run(rule, day);
        assertThat(told).containsExactly(expected);
        List<WindowSnapshot> windows = windows(day);
        for (int restart = 0; restart <= day.length; restart++) {
            told.clear();
            CheckpointStore store = new FileCheckpointStore(directory.resolve("r" + restart));
            AlertEngine before = engine(store, rule);
            for (WindowSnapshot window : windows.subList(0, restart)) {
                before.onWindow(window);
            }
            AlertEngine after = engine(store, rule);
            for (WindowSnapshot window : windows.subList(Math.max(0, restart - 3), day.length)) {
                after.onWindow(window); // the last three come again
            }
            assertThat(told).as("restart after " + restart).containsExactly(expected);
        }
    }

    @Test
    void sinkThatWasDown_isToldLater_evenAfterARestart() throws InterruptedException {
        CheckpointStore store = new InMemoryCheckpointStore();
        List<String> received = new ArrayList<>();
        boolean[] down = {true};
        int[] attempts = {0};
        AlertSink flaky = AlertSink.of("flaky", alert -> {
            attempts[0]++;
            if (down[0]) {
                throw new AlertException("down", null, true);
            }
            received.add(alert.state().toString());
        });
        Instant[] now = {Instant.EPOCH};
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now[0];
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        AlertEngine engine = AlertEngine.builder(List.of(rule().build()))
                .sink(flaky)
                .sink(sink)
                .store(store)
                .clock(clock)
                .build();
        for (WindowSnapshot window : windows(6, 6, 6, 1)) {
            engine.onWindow(window);
        }
        assertThat(told).as("the other sink is not held up").containsExactly("1 FIRING", "4 RESOLVED");
        assertThat(attempts[0]).as("left alone after the first").isEqualTo(1);
        assertThat(engine.outstanding()).isEqualTo(2);

        AlertEngine after = AlertEngine.builder(List.of(rule().build()))
                .sink(flaky)
                .sink(sink)
                .store(store)
                .clock(clock)
                .build();
        after.retry();
        assertThat(received).isEmpty();
        down[0] = false;
        after.retry();
        assertThat(received).as("not yet").isEmpty();
        now[0] = now[0].plusSeconds(6);
        after.retry();
        assertThat(received).containsExactly("FIRING", "RESOLVED");
        assertThat(told).containsExactly("1 FIRING", "4 RESOLVED");
        assertThat(after.outstanding()).isZero();
    }

    @Test
    void sinkThatCannotTakeIt_isNotAskedAgain() throws InterruptedException {
        int[] attempts = {0};
        AlertEngine engine = AlertEngine.builder(List.of(rule().build()))
                .sink(AlertSink.of("broken", alert -> {
                    attempts[0]++;
                    throw new IllegalStateException("no");
                }))
                .build();
        for (WindowSnapshot window : windows(6, 6)) {
            engine.onWindow(window);
        }
        assertThat(attempts[0]).isEqualTo(1);
        assertThat(engine.outstanding()).isZero();
    }

    @Test
    void storeThatIsDown_stopsTelling_andTheWindowMayComeAgain() throws InterruptedException {
        boolean[] down = {true};
        CheckpointStore store = new CheckpointStore() {
            private final CheckpointStore memory = new InMemoryCheckpointStore();

            @Override
            public String name() {
                return "failing";
            }

            @Override
            public Optional<String> load(String key) {
                return memory.load(key);
            }

            @Override
            public void save(String key, String value) {
                if (down[0]) {
                    throw CheckpointException.unavailable("down", null);
                }
                memory.save(key, value);
            }

            @Override
            public void delete(String key) {
                memory.delete(key);
            }
        };
        AlertEngine engine = engine(store, rule().build());
        WindowSnapshot window = windows(6).get(0);
        assertThatThrownBy(() -> engine.onWindow(window)).isInstanceOf(CheckpointException.class);
        assertThat(told).isEmpty();
        assertThat(engine.open()).isEmpty();
        down[0] = false;
        engine.onWindow(window);
        assertThat(told).containsExactly("1 FIRING");
    }

    @Test
    void stateThatIsDamaged_isRefused() {
        CheckpointStore store = new InMemoryCheckpointStore();
        store.save("alerts", "{\"version\": 1}");
        assertThatThrownBy(() -> engine(store, rule().build())).isInstanceOf(AlertException.class);
        store.save("alerts", "{\"version\": 2}");
        assertThatThrownBy(() -> engine(store, rule().build())).hasMessageContaining("format 2");
    }

    @Test
    void trendsThatAreDamaged_areLearnedAnew_andAlertsGoOn() throws InterruptedException {
        CheckpointStore store = new InMemoryCheckpointStore();
        store.save("alerts:trends:1m", "damaged");
        AlertRule doubled = AlertRule.above("doubled", AlertMetric.NEGATIVE_SHARE_RATIO, 1.9)
                .by("product")
                .build();
        AlertEngine engine = AlertEngine.builder(List.of(doubled))
                .trends(TrendOptions.builder().minPosts(5).build())
                .store(store)
                .sink(sink)
                .build();
        for (WindowSnapshot window : windows(1, 1, 2, 2)) {
            engine.onWindow(window);
        }
        assertThat(told).containsExactly("3 FIRING", "4 RESOLVED");
        assertThat(store.load("alerts:trends:1m").orElseThrow()).isNotEqualTo("damaged");
    }

    @Test
    void stateThatIsTooLargeForTheStore_losesWhatWaitsLongest_andAlertsGoOn() throws InterruptedException {
        CheckpointStore store = new InMemoryCheckpointStore();
        AlertRule wordy = rule().summary("x".repeat(200_000)).build();
        AlertEngine engine = AlertEngine.builder(List.of(wordy))
                .store(store)
                .sink(AlertSink.of("down", alert -> {
                    throw new AlertException("down", null, true);
                }))
                .sink(sink)
                .build();
        int[] day = new int[40];
        for (int minute = 0; minute < day.length; minute++) {
            day[minute] = minute % 2 == 0 ? 9 : 0;
        }
        for (WindowSnapshot window : windows(day)) {
            engine.onWindow(window);
        }
        assertThat(told).as("the other sink is told everything").hasSize(40);
        assertThat(engine.outstanding()).isBetween(10, 20);
        assertThat(store.load("alerts").orElseThrow().length()).isLessThanOrEqualTo(CheckpointStore.MAX_VALUE);
    }

    @Test
    void rulesThatDoNotFitTheWindows_areAllTold() {
        AlertRule wrong = AlertRule.above("wrong", AlertMetric.POSTS, 1)
                .window("5m")
                .by("city")
                .build();
        assertThatThrownBy(() -> AlertEngine.builder(List.of(wrong, wrong))
                        .windows(WINDOWS)
                        .sink(sink)
                        .sink(sink)
                        .build())
                .isInstanceOfSatisfying(InvalidOptionsException.class, e -> assertThat(e.problems())
                        .hasSize(6)
                        .anyMatch(p -> p.contains("no windows are named 5m"))
                        .anyMatch(p -> p.contains("no group has just the dimensions [city]")));
        AlertRule trend =
                AlertRule.above("t", AlertMetric.POSTS_ANOMALY, 1).window("w").build();
        assertThatThrownBy(() -> AlertEngine.builder(List.of(trend))
                        .windows(WindowOptions.builder()
                                .window(WindowSpec.sliding(Duration.ofMinutes(2), Duration.ofMinutes(1))
                                        .named("w"))
                                .build())
                        .build())
                .hasMessageContaining("needs windows that do not overlap");
    }

    @Test
    void json_goesBothWays() throws InterruptedException {
        run(rule().holdFor(Duration.ofMinutes(1)).summary("a \"summary\"").build(), 6, 6, 1);
        assertThat(alerts).hasSize(3);
        for (Alert alert : alerts) {
            assertThat(AlertJson.read(AlertJson.write(alert))).isEqualTo(alert);
        }
        assertThatThrownBy(() -> AlertJson.read("{}")).isInstanceOf(IllegalArgumentException.class);
    }
}
