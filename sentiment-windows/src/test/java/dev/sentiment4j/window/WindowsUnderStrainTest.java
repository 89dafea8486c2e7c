package dev.sentiment4j.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.SinkException;
import dev.sentiment4j.pipeline.TestPosts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged bytes, many threads, and stretches of time that nobody would wait for. */
class WindowsUnderStrainTest {
    private static final WindowOptions OPTIONS = WindowOptions.builder()
            .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
            .dimension(Dimension.city())
            .build();

    private static SentimentWindows.Builder windows(WindowOptions options) {
        return SentimentWindows.builder(options).clock(Streams.LATER);
    }

    private static SinkEvent post(String id, long millis) {
        return Streams.analyzed(
                Streams.post(id, millis)
                        .geo(Geo.of("city " + id.hashCode() % 7, null))
                        .authorId(id)
                        .build(),
                0.5);
    }

    @Test
    void damagedBytes_areRefused_whereverTheDamageIs() throws InterruptedException {
        SentimentWindows windows = windows(OPTIONS).build();
        for (int i = 0; i < 40; i++) {
            windows.add(post("p" + i, i * 1000));
        }
        windows.add(new PostDeletion(Streams.key("p3"), TestPosts.NOON.plusSeconds(60)));
        byte[] snapshot = windows.open("1m").get(0).toBytes();
        byte[] state = windows.save();
        assertThat(WindowSnapshot.fromBytes(snapshot).overall().posts()).isEqualTo(39);
        Random random = new Random(4);
        for (int i = 0; i < 3000; i++) {
            byte[] damagedSnapshot = damaged(snapshot, random);
            assertThatThrownBy(() -> WindowSnapshot.fromBytes(damagedSnapshot))
                    .isInstanceOf(IllegalArgumentException.class);
            byte[] damagedState = damaged(state, random);
            assertThatThrownBy(() -> windows(OPTIONS).restore(damagedState).build())
                    .isInstanceOf(IllegalArgumentException.class);
        }
        byte[] longer = Arrays.copyOf(snapshot, snapshot.length + 1);
        assertThatThrownBy(() -> WindowSnapshot.fromBytes(longer)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WindowSnapshot.fromBytes(state)).hasMessageContaining("no window");
        assertThatThrownBy(() -> windows(OPTIONS).restore(snapshot).build()).hasMessageContaining("no state");
    }

    /** With one to three bytes changed, or cut off. */
    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] copy = bytes.clone();
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(copy, random.nextInt(copy.length));
        }
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 + random.nextInt(255));
        }
        return Arrays.equals(copy, bytes) ? damaged(bytes, random) : copy;
    }

    @Test
    void threads_thatWriteLookAndMerge_countEachPostOnce() throws Exception {
        List<WindowSnapshot> closed = new ArrayList<>();
        SentimentWindows windows = windows(OPTIONS).listener(closed::add).build();
        int writers = 4;
        int posts = 5_000;
        ExecutorService threads = Executors.newFixedThreadPool(writers + 2);
        try {
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int mine = writer;
                writing.add(threads.submit((Callable<Void>) () -> {
                    for (int i = 0; i < posts; i++) {
                        // Each post by two of the writers.
                        windows.add(post("p" + mine / 2 + "-" + i, i % 50_000));
                    }
                    return null;
                }));
            }
            List<Future<?>> looking = new ArrayList<>();
            for (int viewer = 0; viewer < 2; viewer++) {
                looking.add(threads.submit((Callable<Void>) () -> {
                    while (writing.stream().anyMatch(one -> !one.isDone())) {
                        for (WindowSnapshot open : windows.open("1m")) {
                            WindowSnapshot twice = open.merge(WindowSnapshot.fromBytes(open.toBytes()));
                            assertThat(twice.overall().posts())
                                    .isEqualTo(2 * open.overall().posts());
                            assertThat(twice.overall().distinctAuthors())
                                    .isEqualTo(open.overall().distinctAuthors());
                        }
                        windows(OPTIONS).restore(windows.save()).build();
                    }
                    return null;
                }));
            }
            for (Future<?> one : writing) {
                one.get();
            }
            for (Future<?> one : looking) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        windows.advanceTo(TestPosts.NOON.plusSeconds(120));
        assertThat(closed.stream().mapToLong(w -> w.overall().posts()).sum()).isEqualTo(2L * posts);
        assertThat(windows.tally().repeated()).isEqualTo(2L * posts);
    }

    @Test
    @Timeout(20)
    void endOfTime_closesEverything() throws InterruptedException {
        List<WindowSnapshot> closed = new ArrayList<>();
        SentimentWindows windows = windows(WindowOptions.builder()
                        .window(WindowSpec.tumbling(Duration.ofMillis(1)))
                        .build())
                .listener(closed::add)
                .build();
        windows.add(post("1", 0));
        windows.add(new PostDeletion(Streams.key("1"), TestPosts.NOON.plusSeconds(1)));
        windows.advanceTo(TestPosts.NOON.plus(Duration.ofDays(300 * 365)));
        assertThat(closed).as("nothing was ever in one").isEmpty();

        SentimentWindows others = windows(OPTIONS).listener(closed::add).build();
        others.add(post("1", 0));
        others.advanceTo(Instant.MIN);
        assertThat(closed).isEmpty();
        others.advanceTo(Instant.MAX);
        assertThat(closed.get(0).overall().posts()).isEqualTo(1);
        assertThat(closed).hasSizeLessThan(110);
        assertThat(others.tally().skipped()).isPositive();
    }

    @Test
    void sizesThatNothingCouldHold_areRefused_inWords() {
        Duration minute = Duration.ofMinutes(1);
        assertThatThrownBy(() -> WindowOptions.builder()
                        .window(new WindowSpec("w", minute, Duration.ofSeconds(Long.MAX_VALUE)))
                        .maxCells(0)
                        .build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("window w, slide")
                .hasMessageContaining("maxCells = 0");
        assertThatThrownBy(() -> WindowOptions.builder()
                        .window(WindowSpec.tumbling(Duration.ofMillis(1)))
                        .window(WindowSpec.tumbling(Duration.ofDays(366)))
                        .build())
                .as("a pane is the longest stretch that no window divides")
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("31622400000 panes of PT0.001S")
                .hasMessageContaining("at most " + WindowOptions.MAX_PANES);
        assertThat(WindowOptions.builder()
                        .window(WindowSpec.tumbling(minute))
                        .window(WindowSpec.tumbling(Duration.ofDays(31)))
                        .build()
                        .windows())
                .hasSize(2);
    }

    @Test
    void functionsThatOverflowTheStack_countAsNotKnown_andNeighboursAreCounted() throws InterruptedException {
        SentimentWindows windows = windows(WindowOptions.builder()
                        .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                        .dimension(Dimension.of("deep", post -> post.id().equals("b") ? overflow() : "value"))
                        .eventTime(post -> post.id().equals("d") ? Instant.parse(overflow()) : post.createdAt())
                        .churn(post -> post.post().id().equals("b") ? overflow().length() : 0.5)
                        .build())
                .build();
        windows.write(List.of(post("a", 0), post("b", 1), post("c", 2), post("d", 3)));
        WindowSnapshot open = windows.open("1m").get(0);
        assertThat(open.overall().posts()).isEqualTo(3);
        assertThat(open.cell(CellKey.of("deep", "value")).orElseThrow().posts()).isEqualTo(2);
        assertThat(open.overall().churnPosts()).isEqualTo(2);
        assertThat(windows.tally().timeless()).isEqualTo(1);
    }

    private static String overflow() {
        throw new StackOverflowError("as a regular expression on a long text");
    }

    @Test
    void listenerThatOverflowsTheStack_goesWithoutTheWindow_andHoldsUpNobody() throws InterruptedException {
        List<WindowSnapshot> closed = new ArrayList<>();
        SentimentWindows windows = windows(OPTIONS)
                .listener(window -> overflow())
                .listener(closed::add)
                .build();
        windows.write(List.of(post("a", 0), post("b", 80_000)));
        assertThat(closed).hasSize(1);
    }

    @Test
    void numbersThatAreNone_areToldOnce_howeverOftenThePostComes() throws InterruptedException {
        SentimentWindows windows = windows(WindowOptions.builder()
                        .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                        .churn(post -> Double.NaN)
                        .build())
                .build();
        for (int i = 0; i < 5; i++) {
            windows.add(post("a", 0));
        }
        assertThat(windows.tally().repeated()).isEqualTo(4);
        assertThat(windows.tally().invalid()).isEqualTo(1);
    }

    @Test
    void restart_beforeTheFirstWindow_handsOutNoEmptyOnesBeforeIt() throws InterruptedException {
        WindowOptions options = WindowOptions.builder()
                .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                .maxDelay(Duration.ofMinutes(10))
                .build();
        for (boolean restart : new boolean[] {false, true}) {
            List<WindowSnapshot> closed = new ArrayList<>();
            SentimentWindows windows = windows(options).listener(closed::add).build();
            windows.add(post("a", 600_000));
            if (restart) {
                windows = windows(options)
                        .listener(closed::add)
                        .restore(windows.save())
                        .build();
            }
            windows.add(post("b", 1_260_000));
            assertThat(closed).as("restart: " + restart).hasSize(1);
            assertThat(closed.get(0).overall().posts()).isEqualTo(1);
        }
    }

    @Test
    void windowsThatNobodyHasTaken_surviveARestart() throws InterruptedException {
        SentimentWindows down = windows(OPTIONS)
                .listener(window -> {
                    throw SinkException.unavailable("down", null);
                })
                .build();
        assertThatThrownBy(() -> down.write(List.of(post("a", 0), post("b", 200_000))))
                .isInstanceOf(SinkException.class);
        List<WindowSnapshot> closed = new ArrayList<>();
        SentimentWindows after =
                windows(OPTIONS).listener(closed::add).restore(down.save()).build();
        after.tick();
        assertThat(closed.stream().map(w -> w.overall().posts())).containsExactly(1L, 0L, 0L);
        assertThat(closed.get(0).cell(CellKey.of("city", "city " + "a".hashCode() % 7)))
                .isPresent();
        assertThat(windows(OPTIONS).restore(after.save()).listener(closed::add).build())
                .isNotNull();
        after.flush();
        assertThat(closed).as("taken now").hasSize(3);
    }

    @Test
    void partsThatWereCountedByOtherGroups_makeNoCompleteCells() throws InterruptedException {
        SentimentWindows byCity = windows(OPTIONS).build();
        SentimentWindows overall = windows(WindowOptions.builder()
                        .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                        .build())
                .build();
        byCity.add(post("a", 0));
        overall.add(post("b", 0));
        WindowSnapshot a = byCity.open("1m").get(0);
        WindowSnapshot b = overall.open("1m").get(0);
        CellKey city = CellKey.of("city", "city " + "a".hashCode() % 7);
        assertThat(a.cell(city).orElseThrow().isComplete()).isTrue();
        for (WindowSnapshot merged : List.of(a.merge(b), b.merge(a))) {
            assertThat(merged.overall().posts()).isEqualTo(2);
            assertThat(merged.overall().isComplete()).isTrue();
            assertThat(merged.cell(city).orElseThrow().isComplete()).isFalse();
        }
    }
}
