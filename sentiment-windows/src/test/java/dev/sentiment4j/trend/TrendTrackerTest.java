package dev.sentiment4j.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.Dimension;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.Streams;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSnapshot;
import dev.sentiment4j.window.WindowSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrendTrackerTest {
    private static final CellKey PHONE = CellKey.of("product", "phone");

    private final Random random = new Random(5);

    /** Windows of a minute or an hour, each with posts of the phone, a share of them negative. */
    private List<WindowSnapshot> windows(Duration size, int[] posts, double[] negative) throws InterruptedException {
        List<WindowSnapshot> closed = new ArrayList<>();
        SentimentWindows windows = SentimentWindows.builder(WindowOptions.builder()
                        .window(WindowSpec.tumbling(size))
                        .dimension(Dimension.product())
                        .sketches(false)
                        .build())
                .clock(Streams.LATER)
                .listener(closed::add)
                .build();
        for (int i = 0; i < posts.length; i++) {
            List<SinkEvent> events = new ArrayList<>();
            for (int n = 0; n < posts[i]; n++) {
                Post post = Streams.post(i + "-" + n, i * size.toMillis() + n)
                        .attribute(Post.PRODUCT, "phone")
                        .build();
                events.add(Streams.analyzed(post, random.nextDouble() < negative[i] ? -0.7 : 0.5));
            }
            windows.write(events);
        }
        windows.advanceTo(windows.watermark().orElseThrow().plus(size).plusSeconds(20));
        return closed;
    }

    private static int[] constant(int windows, int value) {
        int[] all = new int[windows];
        Arrays.fill(all, value);
        return all;
    }

    private static double[] step(int windows, int at, double before, double after) {
        double[] all = new double[windows];
        for (int i = 0; i < windows; i++) {
            all[i] = i < at ? before : after;
        }
        return all;
    }

    @Test
    void chart_findsAShiftSoon_andIsQuietBefore() throws InterruptedException {
        TrendTracker tracker = new TrendTracker(TrendOptions.defaults());
        int alarmAt = -1;
        int at = 0;
        for (WindowSnapshot window : windows(Duration.ofMinutes(1), constant(90, 60), step(90, 80, 0.2, 0.5))) {
            Change change = tracker.observe(window).get(PHONE).get(Measure.NEGATIVE_SHARE);
            if (change.isAnomaly() && alarmAt < 0) {
                alarmAt = at;
                assertThat(change.chart()).isPositive();
            }
            at++;
        }
        assertThat(alarmAt).isBetween(80, 83);
    }

    @Test
    void chart_isQuietSoon_whenAnOutbreakIsOver() throws InterruptedException {
        double[] negative = step(90, 60, 0.2, 0.2);
        Arrays.fill(negative, 60, 66, 0.7);
        TrendTracker tracker = new TrendTracker(TrendOptions.defaults());
        List<Boolean> alarms = new ArrayList<>();
        for (WindowSnapshot window : windows(Duration.ofMinutes(1), constant(90, 100), negative)) {
            alarms.add(tracker.observe(window)
                    .get(PHONE)
                    .get(Measure.NEGATIVE_SHARE)
                    .isAnomaly());
        }
        assertThat(alarms.subList(61, 66)).containsOnly(true);
        assertThat(alarms.subList(69, 90)).containsOnly(false);
    }

    @Test
    void chart_ofNothingButChance_rarelyAlarms() throws InterruptedException {
        TrendTracker tracker = new TrendTracker(TrendOptions.defaults());
        int alarms = 0;
        int[] posts = new int[3000];
        for (int i = 0; i < posts.length; i++) {
            posts[i] = 30 + random.nextInt(60);
        }
        for (WindowSnapshot window : windows(Duration.ofMinutes(1), posts, step(3000, 0, 0, 0.3))) {
            Map<Measure, Change> changes = tracker.observe(window).get(PHONE);
            alarms += changes.get(Measure.NEGATIVE_SHARE).isAnomaly() ? 1 : 0;
            alarms += changes.get(Measure.MEAN_SCORE).isAnomaly() ? 1 : 0;
        }
        assertThat(alarms).as("false alarms of 6000").isLessThan(20);
    }

    @Test
    void chart_ofSharesThatVaryMoreThanChance_learnsHowMuch() throws InterruptedException {
        TrendTracker tracker = new TrendTracker(TrendOptions.defaults());
        double[] negative = new double[1500];
        for (int i = 0; i < negative.length; i++) {
            negative[i] = Math.max(0, Math.min(1, 0.35 + 0.1 * random.nextGaussian()));
        }
        int alarms = 0;
        int at = 0;
        for (WindowSnapshot window : windows(Duration.ofMinutes(1), constant(negative.length, 150), negative)) {
            Change change = tracker.observe(window).get(PHONE).get(Measure.NEGATIVE_SHARE);
            alarms += at++ >= 60 && change.isAnomaly() ? 1 : 0;
        }
        assertThat(alarms)
                .as("false alarms of 1440, where the sampling error alone is 0.04")
                .isLessThan(15);
    }

    @Test
    void posts_areComparedWithTheSameTimeOfDay() throws InterruptedException {
        int[] posts = new int[24 * 5];
        for (int i = 0; i < posts.length; i++) {
            posts[i] = (i + 12) % 24 < 8 ? 20 : 200;
        }
        posts[24 * 4 + 14] = 200; // two in the night: much for that time, if not for the day
        TrendTracker tracker = new TrendTracker(TrendOptions.defaults());
        List<Change> changes = new ArrayList<>();
        for (WindowSnapshot window : windows(Duration.ofHours(1), posts, step(posts.length, 0, 0, 0.3))) {
            changes.add(tracker.observe(window).get(PHONE).get(Measure.POSTS));
        }
        Change surprise = changes.get(24 * 4 + 14);
        assertThat(surprise.sameTimeOfDay().orElseThrow()).isCloseTo(20, within(0.5));
        assertThat(surprise.ratioToExpected().orElseThrow()).isCloseTo(10, within(0.5));
        assertThat(surprise.isAnomaly()).isTrue();
        for (int i = 24 * 3; i < 24 * 4 + 14; i++) {
            assertThat(changes.get(i).isAnomaly()).as("hour " + i).isFalse();
        }
    }

    @Test
    void change_isAgainstTheWindowBefore() throws InterruptedException {
        TrendTracker tracker =
                new TrendTracker(TrendOptions.builder().minPosts(5).build());
        List<WindowSnapshot> windows =
                windows(Duration.ofMinutes(1), new int[] {10, 30, 3, 30}, new double[] {0, 1, 1, 1});
        Map<Measure, Change> first = tracker.observe(windows.get(0)).get(PHONE);
        assertThat(first.get(Measure.POSTS).previous()).isEmpty();
        Map<Measure, Change> second = tracker.observe(windows.get(1)).get(PHONE);
        assertThat(second.get(Measure.POSTS).ratioToPrevious()).hasValue(3);
        assertThat(second.get(Measure.NEGATIVE_SHARE).ratioToPrevious())
                .as("of nothing")
                .isEmpty();
        assertThat(second.get(Measure.NEGATIVE_SHARE).previous()).hasValue(0);
        assertThat(tracker.observe(windows.get(2)).get(PHONE)).as("too few").containsOnlyKeys(Measure.POSTS);
        assertThat(tracker.observe(windows.get(3))
                        .get(PHONE)
                        .get(Measure.MEAN_SCORE)
                        .previous())
                .isEmpty();
    }

    @Test
    void state_goesOnElsewhere() throws InterruptedException {
        TrendTracker tracker = new TrendTracker(TrendOptions.defaults());
        List<WindowSnapshot> windows = windows(Duration.ofMinutes(1), constant(40, 50), step(40, 30, 0.2, 0.6));
        windows.subList(0, 30).forEach(tracker::observe);
        TrendTracker other = new TrendTracker(TrendOptions.defaults());
        other.restore(tracker.save());
        for (WindowSnapshot window : windows.subList(30, 40)) {
            assertThat(other.observe(window)).isEqualTo(tracker.observe(window));
        }
        assertThat(other.level(PHONE, Measure.POSTS).orElseThrow()).isCloseTo(50, within(1e-9));
        assertThatThrownBy(() -> other.restore(new byte[] {1, 2})).isInstanceOf(IllegalArgumentException.class);
        assertThat(other.level(PHONE, Measure.POSTS)).isPresent();
    }

    @Test
    void cells_areBounded() throws InterruptedException {
        TrendTracker tracker =
                new TrendTracker(TrendOptions.builder().maxCells(1).build());
        windows(Duration.ofMinutes(1), constant(3, 30), step(3, 0, 0, 0.3)).forEach(tracker::observe);
        assertThat(tracker.level(PHONE, Measure.POSTS).isPresent()
                        ^ tracker.level(CellKey.OVERALL, Measure.POSTS).isPresent())
                .isTrue();
    }

    @Test
    void options_thatCannotWork_areAllTold() {
        assertThatThrownBy(() -> TrendOptions.builder()
                        .smoothing(Double.NaN)
                        .limit(0)
                        .horizon(1)
                        .warmUp(0)
                        .minPosts(0)
                        .minDays(0)
                        .maxCells(0)
                        .build())
                .isInstanceOfSatisfying(InvalidOptionsException.class, e -> assertThat(e.problems())
                        .hasSize(7));
    }
}
