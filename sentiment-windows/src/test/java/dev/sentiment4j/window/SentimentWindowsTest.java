package dev.sentiment4j.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.sentiment4j.Classification;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.SinkException;
import dev.sentiment4j.pipeline.TestPosts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SentimentWindowsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<WindowSnapshot> given = new ArrayList<>();

    private static WindowOptions.Builder options() {
        return WindowOptions.builder().window(WindowSpec.tumbling(MINUTE)).dimension(Dimension.city());
    }

    private SentimentWindows windows(WindowOptions options) {
        return SentimentWindows.builder(options)
                .clock(Streams.LATER)
                .listener(given::add)
                .build();
    }

    private static SinkEvent at(String id, long seconds) {
        return Streams.analyzed(Streams.post(id, seconds * 1000).build(), 0.5);
    }

    private static SinkEvent in(String id, long seconds, String city) {
        return Streams.analyzed(
                Streams.post(id, seconds * 1000).geo(Geo.of(city, null)).build(), 0.5);
    }

    private static Instant noonPlus(long seconds) {
        return TestPosts.NOON.plusSeconds(seconds);
    }

    private List<String> story() {
        return given.stream()
                .map(w -> Duration.between(TestPosts.NOON, w.start()).toSeconds() + " " + w.state() + " " + w.revision()
                        + ": " + w.overall().posts())
                .toList();
    }

    @Test
    void window_closesWhenTheWatermarkPasses_andIsCorrectedUntilTooLate() throws InterruptedException {
        SentimentWindows windows = windows(options()
                .maxDelay(Duration.ofSeconds(10))
                .allowedLateness(MINUTE)
                .build());
        windows.add(at("1", 5));
        windows.add(at("2", 69));
        assertThat(story()).as("59 s passed for sure").isEmpty();
        windows.add(at("3", 70));
        assertThat(story()).containsExactly("0 CLOSED 0: 1");
        windows.add(at("late", 30));
        assertThat(story()).as("corrections come with the next pane").hasSize(1);
        windows.flush();
        assertThat(story()).containsExactly("0 CLOSED 0: 1", "0 CORRECTED 1: 2");
        windows.flush();
        assertThat(story()).hasSize(2);
        windows.add(new PostDeletion(Streams.key("1"), noonPlus(80)));
        windows.add(at("4", 130));
        assertThat(story().subList(2, 4)).containsExactly("0 CORRECTED 2: 1", "60 CLOSED 0: 2");
        windows.add(at("far too late", 31));
        windows.flush();
        assertThat(story()).hasSize(4);
        assertThat(windows.tally().late()).isEqualTo(1);
        assertThat(windows.watermark()).contains(noonPlus(120));
    }

    @Test
    void emptyWindows_areGivenBetweenPosts_butNotByTheThousand() throws InterruptedException {
        SentimentWindows windows = windows(options().build());
        windows.add(at("1", 0));
        windows.add(at("2", 300));
        assertThat(story()).containsExactly("0 CLOSED 0: 1", "60 CLOSED 0: 0", "120 CLOSED 0: 0", "180 CLOSED 0: 0");
        given.clear();
        windows.add(at("3", Duration.ofDays(200).toSeconds()));
        windows.advanceTo(noonPlus(Duration.ofDays(200).toSeconds() + 60));
        assertThat(given).hasSizeLessThan(110);
        assertThat(given.get(given.size() - 1).overall().posts()).isEqualTo(1);
        assertThat(windows.tally().skipped() + given.size())
                .isEqualTo(Duration.ofDays(200).toMinutes() + 1 - 4);
    }

    @Test
    void posts_withoutTimeOrFromTheFuture_areToldAndLeftOut() throws InterruptedException {
        Instant now = noonPlus(30);
        SentimentWindows windows = SentimentWindows.builder(options()
                        .maxFuture(Duration.ofSeconds(20))
                        .eventTime(post -> switch (post.id()) {
                            case "none" -> null;
                            case "broken" -> throw new IllegalStateException("of a host's function");
                            case "year 20000" -> Instant.parse("+20000-01-01T00:00:00Z");
                            default -> post.createdAt();
                        })
                        .build())
                .clock(Clock.fixed(now, ZoneOffset.UTC))
                .build();
        windows.write(List.of(
                at("none", 1), at("broken", 1), at("year 20000", 1), at("soon", 50), at("future", 51), at("ok", 1)));
        assertThat(windows.tally().timeless()).isEqualTo(3);
        assertThat(windows.tally().future()).isEqualTo(1);
        assertThat(windows.tally().counted()).isEqualTo(2);
    }

    @Test
    void clockThatGoesBack_doesNotMoveTimeBack() throws InterruptedException {
        Instant[] now = {noonPlus(0)};
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now[0];
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        SentimentWindows windows = SentimentWindows.builder(options()
                        .idleTimeout(Duration.ofSeconds(30))
                        .maxDelay(Duration.ofSeconds(10))
                        .build())
                .clock(clock)
                .listener(given::add)
                .build();
        windows.add(at("1", 0));
        now[0] = noonPlus(29);
        windows.tick();
        assertThat(windows.watermark()).contains(noonPlus(-10));
        now[0] = noonPlus(71);
        windows.tick();
        assertThat(story()).as("idle, so the clock closes").containsExactly("0 CLOSED 0: 1");
        now[0] = noonPlus(-3600);
        windows.tick();
        assertThat(windows.watermark()).contains(noonPlus(61));
        windows.add(at("2", 71));
        assertThat(windows.tally().future()).isZero();
        windows.advanceTo(noonPlus(1));
        assertThat(windows.watermark()).contains(noonPlus(61));
    }

    @Test
    void millionCities_fitIntoTheCellsThereAre_andFrequentOnesAreKept() throws InterruptedException {
        int cells = 50;
        SentimentWindows windows = windows(
                options().maxCells(cells).maxPosts(10_000).sketches(false).build());
        Random random = new Random(3);
        List<SinkEvent> batch = new ArrayList<>();
        int posts = 0;
        int minutes = 5;
        int[] big = new int[minutes];
        for (int minute = 0; minute < minutes; minute++) {
            for (int i = 0; i < 200_000; i++) {
                boolean frequent = random.nextInt(20) == 0;
                big[minute] += frequent ? 1 : 0;
                String city = frequent ? "Berlin" : "city " + posts;
                // The first minute begins with junk alone, so that Berlin finds no place.
                if (minute == 0 && i < 100 && frequent) {
                    city = "city " + posts;
                    big[0]--;
                }
                batch.add(in("p" + posts++, minute * 60L + i / 4000, city));
                if (batch.size() == 1000) {
                    windows.write(batch);
                    batch = new ArrayList<>();
                }
            }
        }
        windows.advanceTo(noonPlus(minutes * 60L));
        assertThat(given).hasSize(minutes);
        for (int minute = 0; minute < minutes; minute++) {
            WindowSnapshot window = given.get(minute);
            assertThat(window.cells()).hasSize(cells + 2);
            assertThat(window.cells().values().stream()
                            .mapToLong(CellStats::posts)
                            .sum())
                    .as("the cells, the rest and the overall cell")
                    .isEqualTo(2 * 200_000L);
            CellStats rest = window.cell(CellKey.restOf(List.of("city"))).orElseThrow();
            long restValues = window.groups().get(List.of("city")).restValues();
            if (minute == 0) {
                assertThat(window.cell(CellKey.of("city", "Berlin"))).isEmpty();
            } else {
                CellStats berlin = window.cell(CellKey.of("city", "Berlin")).orElseThrow();
                assertThat(berlin.posts()).isEqualTo(big[minute]);
                assertThat(berlin.isComplete()).isTrue();
                assertThat((double) restValues).isCloseTo(rest.posts(), withinPercentage(9));
            }
        }
        assertThat(windows.tally().forgotten())
                .isEqualTo(posts - windows.tally().remembered());
        assertThat(windows.tally().remembered()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void slidingWindow_tellsWhereACellMayLackPosts() throws InterruptedException {
        SentimentWindows windows = windows(WindowOptions.builder()
                .window(WindowSpec.sliding(MINUTE.multipliedBy(2), MINUTE))
                .dimension(Dimension.city())
                .maxCells(2)
                .build());
        windows.write(List.of(in("1", 0, "A"), in("2", 1, "B"), in("3", 2, "C"), in("4", 60, "C"), in("5", 61, "A")));
        windows.advanceTo(noonPlus(120));
        WindowSnapshot both = given.get(1);
        assertThat(both.cell(CellKey.of("city", "A")).orElseThrow().posts()).isEqualTo(2);
        assertThat(both.cell(CellKey.of("city", "A")).orElseThrow().isComplete())
                .isTrue();
        CellStats c = both.cell(CellKey.of("city", "C"))
                .or(() -> both.cell(CellKey.restOf(List.of("city"))))
                .orElseThrow();
        assertThat(c.posts()).isBetween(1L, 3L);
        assertThat(both.cells()).hasSize(4);
        assertThat(both.cell(CellKey.of("city", "C")).map(CellStats::isComplete).orElse(false))
                .isFalse();
    }

    @Test
    void numbersThatAreNone_countAsNotKnown() throws InterruptedException {
        SentimentResult broken = SentimentResult.builder(TestPosts.MODEL)
                .head("emotion", Classification.exclusive(Map.of("joy", Double.NaN)))
                .head("toxicity", Classification.independent(Map.of("toxic", Double.NaN), List.of()))
                .build();
        SentimentWindows windows = windows(options().churn(post -> Double.NaN).build());
        windows.add(new AnalyzedPost(Streams.post("1", 0).build(), broken, TestPosts.NOON));
        WindowSnapshot open = windows.open("1m").get(0);
        CellStats stats = open.overall();
        assertThat(open.state()).isEqualTo(WindowSnapshot.State.OPEN);
        assertThat(stats.posts()).isEqualTo(1);
        assertThat(stats.scored() + stats.toxicityPosts() + stats.churnPosts() + stats.emotionPosts())
                .isZero();
        assertThat(stats.meanScore()).isEmpty();
        assertThat(stats.scoreVariance()).isEmpty();
        assertThat(stats.scoreQuantile(0.5)).isEmpty();
        assertThat(stats.share(SentimentLabel.NEGATIVE)).isEmpty();
        assertThat(stats.shareInterval(SentimentLabel.NEGATIVE, 0.95).width()).isEqualTo(1);
        assertThat(windows.tally().invalid()).isEqualTo(3);
    }

    @Test
    void functionsThatThrow_countAsNotKnown() throws InterruptedException {
        SentimentWindows windows = windows(WindowOptions.builder()
                .window(WindowSpec.tumbling(MINUTE))
                .dimension(Dimension.of("bad", post -> {
                    throw new IllegalStateException("of a host's function");
                }))
                .dimension(Dimension.of("empty", post -> ""))
                .group("bad")
                .group("empty")
                .churn(post -> {
                    throw new IllegalStateException("of a host's function");
                })
                .build());
        windows.add(at("1", 0));
        WindowSnapshot open = windows.open("1m").get(0);
        assertThat(open.cells()).hasSize(1);
        assertThat(open.groups().get(List.of("bad")).postsWithoutValue()).isEqualTo(1);
        assertThat(open.groups().get(List.of("empty")).postsWithoutValue()).isEqualTo(1);
    }

    @Test
    void forgottenPosts_stayCounted_andEstimatesSayThatTheyAreBlurred() throws InterruptedException {
        SentimentWindows windows = windows(options().maxPosts(2).build());
        windows.write(List.of(at("1", 0), at("2", 1), at("3", 2)));
        windows.add(new PostDeletion(Streams.key("1"), noonPlus(5)));
        assertThat(windows.open("1m").get(0).overall().posts())
                .as("1 is forgotten")
                .isEqualTo(3);
        windows.add(new PostDeletion(Streams.key("3"), noonPlus(5)));
        CellStats stats = windows.open("1m").get(0).overall();
        assertThat(stats.posts()).isEqualTo(2);
        assertThat(stats.isSharp()).isFalse();
        assertThat(windows.tally().forgotten()).isEqualTo(1);
    }

    @Test
    void listenerThatFailsForNow_isGivenTheWindowAgain_beforeAnythingElse() throws InterruptedException {
        boolean[] down = {true};
        List<WindowSnapshot> first = new ArrayList<>();
        SentimentWindows windows = SentimentWindows.builder(options().build())
                .clock(Streams.LATER)
                .listener(first::add)
                .listener(window -> {
                    if (down[0]) {
                        throw SinkException.unavailable("down", null);
                    }
                    given.add(window);
                })
                .listener(window -> {
                    throw new IllegalStateException("a bug, which harms nobody else");
                })
                .build();
        List<SinkEvent> batch = List.of(at("1", 0), at("2", 200));
        assertThatThrownBy(() -> windows.write(batch))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isRetriable()).isTrue());
        assertThatThrownBy(() -> windows.write(batch)).isInstanceOf(SinkException.class);
        down[0] = false;
        windows.write(batch);
        assertThat(story()).containsExactly("0 CLOSED 0: 1", "60 CLOSED 0: 0", "120 CLOSED 0: 0");
        assertThat(first).as("not given twice").isEqualTo(given);
        assertThat(windows.tally().counted()).isEqualTo(2);
    }

    @Test
    void state_ofOtherOptions_orDamaged_isRefused() throws InterruptedException {
        SentimentWindows windows = windows(options().build());
        windows.add(in("1", 0, "Köln"));
        byte[] saved = windows.save();
        assertThatThrownBy(() -> SentimentWindows.builder(options().samples(1).build())
                        .restore(saved)
                        .build())
                .hasMessageContaining("other options");
        for (int length : new int[] {0, 3, 10, 60, saved.length - 1}) {
            assertThatThrownBy(() -> SentimentWindows.builder(options().build())
                            .restore(Arrays.copyOf(saved, length))
                            .build())
                    .as(length + " bytes")
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void snapshot_thatIsDamaged_isRefused() throws InterruptedException {
        SentimentWindows windows = windows(options().build());
        windows.add(in("1", 0, "lone \ud83d surrogate"));
        WindowSnapshot open = windows.open("1m").get(0);
        byte[] bytes = open.toBytes();
        assertThat(WindowSnapshot.fromBytes(bytes).cells().keySet())
                .isEqualTo(open.cells().keySet());
        for (int length = 0; length < bytes.length; length += 97) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> WindowSnapshot.fromBytes(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        bytes[7] = 9;
        assertThatThrownBy(() -> WindowSnapshot.fromBytes(bytes)).hasMessageContaining("format 9");
        assertThatThrownBy(() -> open.merge(anotherWindow())).hasMessageContaining("parts of one window");
    }

    private WindowSnapshot anotherWindow() throws InterruptedException {
        SentimentWindows windows = windows(options().build());
        windows.add(at("1", 600));
        return windows.open("1m").get(0);
    }

    @Test
    void store_keepsTheLatestRevision_ofTheLatestWindows() throws InterruptedException {
        InMemoryWindowStore store = new InMemoryWindowStore(2);
        SentimentWindows windows = SentimentWindows.builder(options().build())
                .clock(Streams.LATER)
                .listener(store)
                .listener(given::add)
                .build();
        windows.write(List.of(at("1", 0), at("2", 60), at("3", 120), at("4", 200)));
        windows.add(at("late", 121));
        windows.flush();
        store.put(given.get(2));
        assertThat(store.latest("1m").orElseThrow().revision()).isEqualTo(1);
        assertThat(store.between("1m", TestPosts.NOON, noonPlus(1000))).hasSize(2);
        assertThat(store.between("1m", noonPlus(60), noonPlus(120))).hasSize(1);
        assertThat(store.latest("5m")).isEmpty();
    }

    @Test
    void options_thatCannotWork_areAllTold() {
        assertThatThrownBy(() -> WindowOptions.builder()
                        .window(new WindowSpec("a", Duration.ofMinutes(3), Duration.ofMinutes(2)))
                        .window(new WindowSpec("a", Duration.ZERO, Duration.ZERO))
                        .window(WindowSpec.tumbling(Duration.ofNanos(5)))
                        .dimension(Dimension.city())
                        .dimension(Dimension.city())
                        .dimension(Dimension.of("9", Post::text))
                        .group("country")
                        .group()
                        .maxCells(0)
                        .maxPosts(0)
                        .samples(-1)
                        .toxicityThreshold(2)
                        .churnThreshold(Double.NaN)
                        .maxDelay(Duration.ofSeconds(-1))
                        .build())
                .hasMessageContaining("must divide the size")
                .hasMessageContaining("window a: is there twice")
                .hasMessageContaining("whole milliseconds")
                .hasMessageContaining("dimension city: is there twice")
                .hasMessageContaining("dimension name")
                .hasMessageContaining("no dimension 'country'")
                .hasMessageContaining("group []")
                .hasMessageContaining("maxCells = 0")
                .hasMessageContaining("maxPosts = 0")
                .hasMessageContaining("samples = -1")
                .hasMessageContaining("toxicityThreshold = 2.0")
                .hasMessageContaining("churnThreshold = NaN")
                .hasMessageContaining("maxDelay");
        assertThatThrownBy(() -> WindowOptions.builder().build()).hasMessageContaining("at least one");
        assertThat(WindowSpec.sliding(Duration.ofHours(1), Duration.ofSeconds(90))
                        .name())
                .isEqualTo("1h/90s");
    }

    @Test
    void cellKey_isReadAsItWasWritten() {
        for (CellKey key : List.of(
                CellKey.OVERALL,
                CellKey.of("city", "*"),
                CellKey.of("city", "a,b=c\\d,"),
                CellKey.restOf(List.of("city")),
                CellKey.restOf(List.of("city", "product")),
                new CellKey(List.of("a", "b"), List.of("*x", "=y"), false))) {
            assertThat(CellKey.parse(key.toString())).as(key.toString()).isEqualTo(key);
        }
        assertThat(CellKey.of("city", "Köln").toString()).isEqualTo("city=Köln");
        assertThatThrownBy(() -> CellKey.parse("nothing")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CellKey.parse("a=b\\")).isInstanceOf(IllegalArgumentException.class);
    }
}
