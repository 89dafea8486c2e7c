package dev.sentiment4j.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.TestPosts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Windows against a reference that keeps everything, on random streams. */
class ReferenceTest {
    private static final int STREAMS = 200;
    /** The standard error of distinct authors that docs/windows.md states. */
    private static final double AUTHOR_ERROR = 0.017;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static WindowOptions.Builder options(WindowSpec window) {
        return WindowOptions.builder()
                .window(window)
                .dimension(Dimension.city())
                .dimension(Dimension.product())
                .group("city")
                .group("product")
                .group("product", "city")
                .churn(ReferenceTest::churn);
    }

    private static double churn(AnalyzedPost post) {
        return 1 - post.result().toxicity().orElseThrow() * 0.9;
    }

    @Test
    void windows_sayWhatTheReferenceSays() throws InterruptedException {
        Seen seen = new Seen();
        for (int seed = 0; seed < STREAMS; seed++) {
            Random random = new Random(seed);
            WindowSpec window =
                    seed % 2 == 0 ? WindowSpec.tumbling(MINUTE) : WindowSpec.sliding(Duration.ofMinutes(3), MINUTE);
            WindowOptions options = options(window)
                    .maxDelay(Duration.ofSeconds(random.nextInt(10)))
                    .allowedLateness(Duration.ofSeconds(random.nextInt(120)))
                    .build();
            Map<Long, WindowSnapshot> latest = new TreeMap<>();
            List<WindowSnapshot.State> states = new ArrayList<>();
            SentimentWindows windows = SentimentWindows.builder(options)
                    .clock(Streams.LATER)
                    .listener(snapshot -> {
                        latest.put(snapshot.end().toEpochMilli(), snapshot);
                        states.add(snapshot.state());
                    })
                    .build();
            Reference reference = new Reference(options, window, MINUTE.toMillis());
            List<SinkEvent> events = Streams.random(random, 500, 900_000);
            for (int i = 0; i < events.size(); ) {
                int next = Math.min(events.size(), i + 1 + random.nextInt(50));
                windows.write(events.subList(i, next));
                for (; i < next; i++) {
                    reference.apply(events.get(i));
                }
                if (random.nextInt(20) == 0) {
                    windows = SentimentWindows.builder(options)
                            .clock(Streams.LATER)
                            .listener(snapshot -> latest.put(snapshot.end().toEpochMilli(), snapshot))
                            .restore(windows.save())
                            .build();
                }
            }
            windows.flush();
            windows.advanceTo(events.stream()
                    .filter(AnalyzedPost.class::isInstance)
                    .map(event -> ((AnalyzedPost) event).post().createdAt())
                    .max(Instant::compareTo)
                    .orElseThrow()
                    .plus(Duration.ofMinutes(9)));
            reference.end();
            reference.frozen.forEach((end, posts) -> compare(latest.get(end), posts, options, seen));
            latest.forEach((end, last) -> assertThat(last.cells().isEmpty() || reference.frozen.containsKey(end))
                    .as("window that nobody expects, to " + end)
                    .isTrue());
            seen.add(windows.tally());
            seen.corrected += Collections.frequency(states, WindowSnapshot.State.CORRECTED);
        }
        seen.assertEverything();
    }

    /** What the streams had in them: a test that saw nothing would pass as well. */
    private static final class Seen {
        long late;
        long repeated;
        long replaced;
        long removed;
        long outdated;
        long corrected;
        long windows;
        long posts;
        long cells;
        double authorErrors;

        void add(WindowTally tally) {
            late += tally.late();
            repeated += tally.repeated();
            replaced += tally.replaced();
            removed += tally.removed();
            outdated += tally.outdated();
        }

        void assertEverything() {
            assertThat(Map.of(
                            "late", late,
                            "repeated", repeated,
                            "replaced", replaced,
                            "removed", removed,
                            "outdated", outdated,
                            "corrected", corrected))
                    .allSatisfy((what, count) -> assertThat(count).as(what).isGreaterThan(STREAMS));
            assertThat(windows).as("windows with posts").isGreaterThan(10L * STREAMS);
            assertThat(posts).as("posts in them").isGreaterThan(300L * STREAMS);
            assertThat(Math.sqrt(authorErrors / cells))
                    .as("the root of the mean square of relative errors of distinct authors")
                    .isPositive()
                    .isLessThan(AUTHOR_ERROR);
        }
    }

    @Test
    void parts_mergedInAnyOrder_areOnePass() throws InterruptedException {
        WindowOptions options = options(WindowSpec.tumbling(Duration.ofMinutes(5)))
                .allowedLateness(Duration.ofDays(1))
                .build();
        for (int seed = 0; seed < STREAMS; seed++) {
            Random random = new Random(seed);
            List<SinkEvent> events = Streams.random(random, 400, 900_000);
            events.removeIf(event -> event instanceof AnalyzedPost analyzed
                    && !analyzed.post().supersedes().isEmpty());
            Map<Instant, WindowSnapshot> whole = run(options, events);
            List<Map<Instant, WindowSnapshot>> parts = new ArrayList<>();
            for (int worker = 0; worker < 3; worker++) {
                int mine = worker;
                parts.add(run(
                        options,
                        events.stream()
                                .filter(event -> Math.floorMod(event.key().hashCode(), 3) == mine)
                                .toList()));
            }
            Collections.shuffle(parts, random);
            whole.forEach((start, expected) -> {
                WindowSnapshot merged = parts.stream()
                        .filter(part -> part.containsKey(start))
                        .map(part -> WindowSnapshot.fromBytes(part.get(start).toBytes()))
                        .reduce(WindowSnapshot::merge)
                        .orElseThrow();
                same(merged, expected);
                same(WindowSnapshot.fromBytes(merged.toBytes()), expected);
            });
        }
    }

    @Test
    void parts_withMoreValuesThanCells_areTheSameBytes_inWhateverOrderTheyAreMerged() throws InterruptedException {
        WindowOptions options = options(WindowSpec.tumbling(Duration.ofMinutes(5)))
                .allowedLateness(Duration.ofDays(1))
                .maxCells(2)
                .build();
        int incomplete = 0;
        for (int seed = 0; seed < STREAMS / 4; seed++) {
            List<WindowSnapshot> parts = new ArrayList<>();
            for (int worker = 0; worker < 3; worker++) {
                parts.add(run(options, Streams.random(new Random(1000 * worker + seed), 200, 290_000))
                        .get(TestPosts.NOON));
            }
            byte[] expected = null;
            for (int[] order : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
                WindowSnapshot a = parts.get(order[0]);
                WindowSnapshot b = parts.get(order[1]);
                WindowSnapshot c = parts.get(order[2]);
                expected = expected == null ? a.merge(b).merge(c).toBytes() : expected;
                assertThat(a.merge(b).merge(c).toBytes()).isEqualTo(expected);
                assertThat(a.merge(b.merge(c)).toBytes()).isEqualTo(expected);
            }
            WindowSnapshot merged = WindowSnapshot.fromBytes(expected);
            for (List<String> group : options.groups()) {
                long posts = merged.groups().get(group).postsWithoutValue();
                for (Map.Entry<CellKey, CellStats> cell : merged.cells().entrySet()) {
                    boolean mine = cell.getKey().dimensions().equals(group);
                    posts += mine ? cell.getValue().posts() : 0;
                    incomplete += mine && !cell.getValue().isComplete() ? 1 : 0;
                }
                assertThat(posts)
                        .as("nothing is lost")
                        .isEqualTo(merged.overall().posts());
            }
        }
        assertThat(incomplete).as("cells that may lack posts, and say so").isPositive();
    }

    private static Map<Instant, WindowSnapshot> run(WindowOptions options, List<SinkEvent> events)
            throws InterruptedException {
        Map<Instant, WindowSnapshot> latest = new TreeMap<>();
        SentimentWindows windows = SentimentWindows.builder(options)
                .clock(Streams.LATER)
                .listener(window -> latest.put(window.start(), window))
                .build();
        windows.write(events);
        windows.flush();
        windows.advanceTo(Instant.parse("2026-03-01T12:30:00Z"));
        latest.values().removeIf(window -> window.cells().isEmpty());
        return latest;
    }

    private static void same(WindowSnapshot actual, WindowSnapshot expected) {
        assertThat(List.copyOf(actual.cells().keySet()))
                .isEqualTo(List.copyOf(expected.cells().keySet()));
        expected.cells().forEach((key, stats) -> {
            CellStats other = actual.cell(key).orElseThrow();
            assertThat(other.toString()).isEqualTo(stats.toString());
            assertThat(other.counts()).isEqualTo(stats.counts());
            assertThat(other.emotions()).isEqualTo(stats.emotions());
            assertThat(other.emotionPosts()).isEqualTo(stats.emotionPosts());
            assertThat(other.scoreVariance()).isEqualTo(stats.scoreVariance());
            assertThat(other.meanToxicity()).isEqualTo(stats.meanToxicity());
            assertThat(other.meanChurn()).isEqualTo(stats.meanChurn());
            assertThat(other.distinctAuthors()).isEqualTo(stats.distinctAuthors());
            assertThat(other.scoreQuantile(0.9)).isEqualTo(stats.scoreQuantile(0.9));
            assertThat(other.samples()).isEqualTo(stats.samples());
            assertThat(other.isComplete()).isTrue();
        });
        assertThat(actual.groups().keySet()).isEqualTo(expected.groups().keySet());
        expected.groups()
                .forEach((group, info) ->
                        assertThat(actual.groups().get(group).toString()).isEqualTo(info.toString()));
    }

    private static void compare(WindowSnapshot actual, List<AnalyzedPost> posts, WindowOptions options, Seen seen) {
        Map<CellKey, List<AnalyzedPost>> expected = new HashMap<>();
        for (AnalyzedPost post : posts) {
            expected.computeIfAbsent(CellKey.OVERALL, k -> new ArrayList<>()).add(post);
            for (List<String> group : options.groups()) {
                List<String> values = new ArrayList<>();
                for (String name : group) {
                    String value = options.dimension(name).value().apply(post.post());
                    if (value != null) {
                        values.add(value);
                    }
                }
                if (values.size() == group.size()) {
                    expected.computeIfAbsent(new CellKey(group, values, false), k -> new ArrayList<>())
                            .add(post);
                }
            }
        }
        if (expected.isEmpty()) {
            assertThat(actual == null || actual.cells().isEmpty()).isTrue();
            return;
        }
        assertThat(actual.cells().keySet()).isEqualTo(expected.keySet());
        seen.windows++;
        seen.posts += posts.size();
        expected.forEach((key, inside) -> compare(actual.cell(key).orElseThrow(), inside, seen));
        for (List<String> group : options.groups()) {
            long withoutValue = posts.size()
                    - expected.entrySet().stream()
                            .filter(e -> e.getKey().dimensions().equals(group))
                            .mapToLong(e -> e.getValue().size())
                            .sum();
            assertThat(actual.groups().get(group).postsWithoutValue()).isEqualTo(withoutValue);
        }
    }

    private static void compare(CellStats actual, List<AnalyzedPost> posts, Seen seen) {
        assertThat(actual.posts()).isEqualTo(posts.size());
        for (SentimentLabel label : SentimentLabel.values()) {
            assertThat(actual.count(label))
                    .isEqualTo(posts.stream()
                            .filter(p -> p.result().label() == label)
                            .count());
        }
        double[] scores =
                posts.stream().mapToDouble(p -> p.result().score()).sorted().toArray();
        double mean = Arrays.stream(scores).average().orElseThrow();
        double squares = Arrays.stream(scores).map(s -> s * s).average().orElseThrow();
        assertThat(actual.meanScore().orElseThrow()).isCloseTo(mean, within(1e-8));
        assertThat(actual.scoreVariance().orElseThrow()).isCloseTo(squares - mean * mean, within(1e-8));
        double[] toxicities = posts.stream()
                .mapToDouble(p -> p.result().toxicity().orElseThrow())
                .toArray();
        assertThat(actual.meanToxicity().orElseThrow())
                .isCloseTo(Arrays.stream(toxicities).average().orElseThrow(), within(1e-8));
        assertThat(actual.toxic())
                .isEqualTo(Arrays.stream(toxicities).filter(t -> t >= 0.5).count());
        double[] churn = posts.stream().mapToDouble(ReferenceTest::churn).toArray();
        assertThat(actual.meanChurn().orElseThrow())
                .isCloseTo(Arrays.stream(churn).average().orElseThrow(), within(1e-8));
        assertThat(actual.churning())
                .isEqualTo(Arrays.stream(churn).filter(c -> c >= 0.5).count());
        Map<String, Long> emotions = new TreeMap<>();
        posts.forEach(p -> emotions.merge(p.result().emotion().orElseThrow().label(), 1L, Long::sum));
        assertThat(actual.emotions()).isEqualTo(emotions);
        assertThat(actual.emotionPosts()).isEqualTo(posts.size());
        for (double quantile : new double[] {0, 0.1, 0.5, 0.9, 1}) {
            double exact = scores[(int) Math.floor(quantile * (scores.length - 1))];
            assertThat(actual.scoreQuantile(quantile).orElseThrow())
                    .isCloseTo(exact, within(Math.max(0.001, Math.abs(exact) * 0.01) + 1e-9));
        }
        long authors = posts.stream()
                .flatMap(p -> p.post().authorId().stream())
                .distinct()
                .count();
        double estimated = actual.distinctAuthors().orElseThrow();
        // Of few authors, some may share one of the 2,048 places of the sketch: each such pair is off by one.
        assertThat(estimated).isCloseTo(authors, within(3 + 5 * AUTHOR_ERROR * authors));
        if (authors > 0) {
            seen.cells++;
            seen.authorErrors += Math.pow((estimated - authors) / authors, 2);
        }
        List<PostKey> worst = posts.stream()
                .sorted(Comparator.comparingDouble(ReferenceTest::concern)
                        .reversed()
                        .thenComparing(p -> p.post().id()))
                .limit(WindowOptions.DEFAULT_SAMPLES)
                .map(AnalyzedPost::key)
                .toList();
        assertThat(actual.samples()).isEqualTo(worst);
        assertThat(actual.isComplete() && actual.isSharp()).isTrue();
    }

    private static double concern(AnalyzedPost post) {
        return Math.max(
                -post.result().score(), Math.max(post.result().toxicity().orElseThrow(), churn(post)));
    }
}
