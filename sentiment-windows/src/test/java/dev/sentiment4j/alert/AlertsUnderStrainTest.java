package dev.sentiment4j.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.Dimension;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.Streams;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSnapshot;
import dev.sentiment4j.window.WindowSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More cells than any store holds, sinks that hang or break, rules that change, and states that are none. */
class AlertsUnderStrainTest {
    private static final AlertRule BUSY =
            AlertRule.above("busy", AlertMetric.POSTS, 0).by("product").build();

    private final List<String> told = new ArrayList<>();
    private final AlertSink sink =
            AlertSink.of("test", alert -> told.add(alert.state() + " " + alert.cell() + " " + alert.updatedAt()));

    private static WindowOptions options(int maxCells) {
        return WindowOptions.builder()
                .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                .dimension(Dimension.product())
                .dimension(Dimension.platform())
                .maxCells(maxCells)
                .sketches(false)
                .build();
    }

    /** A window for each list of products: a post about each. */
    @SafeVarargs
    private static List<WindowSnapshot> windows(List<String>... minutes) throws InterruptedException {
        List<WindowSnapshot> closed = new ArrayList<>();
        SentimentWindows windows = SentimentWindows.builder(options(20_000))
                .clock(Streams.LATER)
                .listener(closed::add)
                .build();
        for (int minute = 0; minute < minutes.length; minute++) {
            List<SinkEvent> events = new ArrayList<>();
            for (String product : minutes[minute]) {
                events.add(Streams.analyzed(
                        Streams.post(minute + "-" + product.hashCode(), minute * 60_000L)
                                .attribute(Post.PRODUCT, product)
                                .build(),
                        -0.9));
            }
            windows.write(events);
        }
        windows.advanceTo(TestPosts.NOON.plus(Duration.ofMinutes(minutes.length)));
        return closed;
    }

    private static List<String> products(String name, int count) {
        List<String> products = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            products.add(name + i + "ö".repeat(200));
        }
        return products;
    }

    @Test
    void moreEpisodesThanTheStoreHolds_doNotStopTheOthers() throws InterruptedException {
        CheckpointStore store = new InMemoryCheckpointStore();
        AlertRule total = AlertRule.above("total", AlertMetric.POSTS, 1500).build();
        AlertEngine engine = AlertEngine.builder(List.of(total, BUSY))
                .store(store)
                .sink(sink)
                .build();
        List<WindowSnapshot> windows = windows(products("a", 2000), products("a", 2000), List.of("b"));
        engine.onWindow(windows.get(0));
        assertThat(told).anyMatch(one -> one.startsWith("FIRING  "));
        int open = engine.open().size();
        assertThat(open).isBetween(100, 1000);
        engine.onWindow(windows.get(1));
        assertThat(engine.open()).as("no place for more").hasSize(open);
        assertThat(store.load("alerts").orElseThrow().length()).isLessThanOrEqualTo(CheckpointStore.MAX_VALUE);
        engine.onWindow(windows.get(2));
        assertThat(told).contains("RESOLVED  2026-03-01T12:03:00Z", "FIRING product=b 2026-03-01T12:03:00Z");
        assertThat(engine.open()).hasSize(1);
    }

    @Test
    void moreCellsThatCoolDown_thanTheStoreHolds_doNotStopTheOthers() throws InterruptedException {
        CheckpointStore store = new InMemoryCheckpointStore();
        AlertRule rule = AlertRule.above("busy", AlertMetric.POSTS, 0)
                .by("product")
                .coolDown(Duration.ofDays(1))
                .build();
        AlertEngine engine =
                AlertEngine.builder(List.of(rule)).store(store).sink(sink).build();
        for (WindowSnapshot window : windows(
                products("a", 400),
                products("b", 400),
                products("c", 400),
                products("d", 400),
                products("e", 400),
                products("f", 400),
                products("g", 400),
                products("h", 400),
                products("i", 400),
                products("j", 400),
                List.of("last"),
                List.of("last"),
                List.of("j0" + "ö".repeat(200)))) {
            engine.onWindow(window);
        }
        assertThat(told).contains("FIRING product=last 2026-03-01T12:11:00Z");
        assertThat(told).as("the latest still cools down").noneMatch(one -> one.matches("FIRING .*12:13:00Z"));
        assertThat(store.load("alerts").orElseThrow().length()).isLessThan(CheckpointStore.MAX_VALUE / 2);
    }

    @Test
    void openEpisodes_canBeLookedAt_whileASinkHangs() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        AlertEngine engine = AlertEngine.builder(List.of(BUSY))
                .sink(AlertSink.of("hanging", alert -> {
                    asked.countDown();
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .build();
        WindowSnapshot window = windows(List.of("phone")).get(0);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> telling = threads.submit(() -> {
                engine.onWindow(window);
                return null;
            });
            asked.await();
            Future<String> look = threads.submit(() -> engine.open().size() + " " + engine);
            assertThat(look.get(20, TimeUnit.SECONDS)).contains("1 AlertEngine[alerts", "open=1, outstanding=1");
            released.countDown();
            telling.get();
        } finally {
            released.countDown();
            threads.shutdownNow();
        }
        assertThat(engine.outstanding()).isZero();
    }

    @Test
    void sinkThatOverflowsTheStack_holdsUpNobody() throws InterruptedException {
        AlertEngine engine = AlertEngine.builder(List.of(BUSY))
                .sink(AlertSink.of("deep", alert -> {
                    throw new StackOverflowError("as a recursive template");
                }))
                .sink(sink)
                .build();
        engine.onWindow(windows(List.of("phone")).get(0));
        assertThat(told).hasSize(1);
        assertThat(engine.outstanding()).isZero();
    }

    @Test
    void ruleThatLooksAtOtherCellsNow_endsItsOldEpisodes() throws InterruptedException {
        CheckpointStore store = new InMemoryCheckpointStore();
        List<WindowSnapshot> windows = windows(List.of("phone"), List.of("phone"), List.of("phone"));
        AlertEngine.builder(List.of(BUSY)).store(store).sink(sink).build().onWindow(windows.get(0));
        AlertRule changed = AlertRule.above("busy", AlertMetric.POSTS, 0)
                .by("platform")
                .keepFiring(Duration.ofHours(1))
                .build();
        AlertEngine after =
                AlertEngine.builder(List.of(changed)).store(store).sink(sink).build();
        after.onWindow(windows.get(1));
        after.onWindow(windows.get(2));
        assertThat(told)
                .containsExactly(
                        "FIRING product=phone 2026-03-01T12:01:00Z",
                        "FIRING platform=test 2026-03-01T12:02:00Z",
                        "RESOLVED product=phone 2026-03-01T12:02:00Z");
    }

    @Test
    void rulesOnWhatWindowsDoNotCount_areTold() {
        assertThatThrownBy(() -> AlertEngine.builder(List.of(
                                AlertRule.above("a", AlertMetric.CHURN_COUNT, 1).build(),
                                AlertRule.above("b", AlertMetric.CHURN_SHARE, 0.1)
                                        .build(),
                                AlertRule.above("c", AlertMetric.MEAN_CHURN, 0.1)
                                        .build(),
                                AlertRule.above("d", AlertMetric.DISTINCT_AUTHORS, 1)
                                        .build()))
                        .windows(options(10))
                        .build())
                .isInstanceOfSatisfying(InvalidOptionsException.class, e -> assertThat(e.problems())
                        .hasSize(4)
                        .anyMatch(p -> p.contains("'a', metric: churn_count needs windows that count churn risk"))
                        .anyMatch(p -> p.contains("'d', metric: distinct_authors needs windows with sketches")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "{\"version\":1,\"seen\":[],\"episodes\":{},\"quiet\":[],\"outstanding\":[]}",
                "{\"version\":1,\"seen\":{},\"episodes\":[{\"alert\":5}],\"quiet\":[],\"outstanding\":[]}",
                "{\"version\":1,\"seen\":{},\"episodes\":[{\"alert\":{\"samples\":{}}}],\"quiet\":[],\"outstanding\":[]}"
            })
    void stateOfAnotherShape_isRefused_inWords(String state) {
        CheckpointStore store = new InMemoryCheckpointStore();
        store.save("alerts", state);
        assertThatThrownBy(() -> AlertEngine.builder(List.of(BUSY)).store(store).build())
                .isInstanceOf(AlertException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void jsonOfAnotherShape_isRefused_inWords() {
        assertThatThrownBy(() -> AlertJson.read("{\"samples\": {}}")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NEGATIVE_INFINITY, Double.NaN})
    void conditionThatWouldNeverEnd_isRefused(double clear) {
        assertThatThrownBy(() -> AlertRule.above("a", AlertMetric.NEGATIVE_SHARE, 0.5)
                        .clear(clear)
                        .build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("clear = " + clear);
        assertThatThrownBy(() -> AlertRule.below("a", AlertMetric.MEAN_SCORE, -0.5)
                        .clear(1 - clear)
                        .build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("clear = ");
        assertThat(AlertRule.above("a", AlertMetric.NEGATIVE_SHARE, 0.5)
                        .clear(0)
                        .build()
                        .clear())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e30", ".inf", "-.inf", ".nan"})
    void countThatNoNumberHolds_isRefused(String count) {
        assertThatThrownBy(() -> AlertRules.fromYaml("- {name: a, metric: posts, above: 1, min_posts: " + count + "}"))
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("rules[0].min_posts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void yamlOfAnyDepth_isRefused_inWords(String opening) {
        assertThatThrownBy(() -> AlertRules.fromYaml(opening.repeat(100_000)))
                .isInstanceOf(InvalidOptionsException.class);
    }

    @Test
    void logLine_isOneLine() {
        Alert alert = new Alert(
                "busy",
                CellKey.of(Map.of("city", "a\nb\u2028c\u0085d\u001b[2J")),
                Severity.INFO,
                AlertState.FIRING,
                TestPosts.NOON,
                Optional.of(TestPosts.NOON),
                TestPosts.NOON,
                Optional.empty(),
                "1m",
                AlertMetric.POSTS,
                1,
                0,
                1,
                List.of(),
                "as YAML's blocks end\n");
        assertThat(LoggingAlertSink.text(alert))
                .endsWith("since " + Instant.parse("2026-03-01T12:00:00Z") + ": as YAML's blocks end")
                .contains("city=a\uFFFDb\uFFFDc\uFFFDd\uFFFD[2J");
    }
}
