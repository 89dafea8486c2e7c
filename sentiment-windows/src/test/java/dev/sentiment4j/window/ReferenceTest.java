package dev.sentiment4j.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.SinkEvent;
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
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static WindowOptions.Builder options(WindowSpec window) {
        return WindowOptions.builder()
                .window(window)
                .dimension(Dimension.city())
                .dimension(Dimension.product())
                .group("city")
                .group("product")
                .group("product", "city")
                .churn(post -> post.result().toxicity().orElseThrow() / 2);
    }

    @Test
    void windows_sayWhatTheReferenceSays() throws InterruptedException {
        int late = 0;
        int corrected = 0;
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
            reference.frozen.forEach((end, posts) -> compare(latest.get(end), posts, options));
            late += (int) windows.tally().late();
            corrected += Collections.frequency(states, WindowSnapshot.State.CORRECTED);
        }
        assertThat(late).as("posts that were too late").isPositive();
        assertThat(corrected).as("windows that were corrected").isGreaterThan(STREAMS);
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

    private static void compare(WindowSnapshot actual, List<AnalyzedPost> posts, WindowOptions options) {
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
        expected.forEach((key, inside) -> compare(actual.cell(key).orElseThrow(), inside));
        for (List<String> group : options.groups()) {
            long withoutValue = posts.size()
                    - expected.entrySet().stream()
                            .filter(e -> e.getKey().dimensions().equals(group))
                            .mapToLong(e -> e.getValue().size())
                            .sum();
            assertThat(actual.groups().get(group).postsWithoutValue()).isEqualTo(withoutValue);
        }
    }

    private static void compare(CellStats actual, List<AnalyzedPost> posts) {
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
        assertThat(actual.meanChurn().orElseThrow())
                .isCloseTo(Arrays.stream(toxicities).average().orElseThrow() / 2, within(1e-8));
        assertThat(actual.churning()).isZero();
        Map<String, Long> emotions = new TreeMap<>();
        posts.forEach(p -> emotions.merge(p.result().emotion().orElseThrow().label(), 1L, Long::sum));
        assertThat(actual.emotions()).isEqualTo(emotions);
        for (double quantile : new double[] {0, 0.1, 0.5, 0.9, 1}) {
            double exact = scores[(int) Math.floor(quantile * (scores.length - 1))];
            assertThat(actual.scoreQuantile(quantile).orElseThrow())
                    .isCloseTo(exact, within(Math.max(0.001, Math.abs(exact) * 0.0101)));
        }
        long authors = posts.stream()
                .flatMap(p -> p.post().authorId().stream())
                .distinct()
                .count();
        assertThat((double) actual.distinctAuthors().orElseThrow()).isCloseTo(authors, within(3 + 5 * 0.017 * authors));
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
        return Math.max(-post.result().score(), post.result().toxicity().orElseThrow());
    }
}
