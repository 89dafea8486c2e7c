package dev.sentiment4j.examples.dashboard.live;

import dev.sentiment4j.churn.ChurnOptions;
import dev.sentiment4j.churn.ChurnScorer;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.CellStats;
import dev.sentiment4j.window.Dimension;
import dev.sentiment4j.window.InMemoryWindowStore;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.WindowListener;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSnapshot;
import dev.sentiment4j.window.WindowSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of the last minutes: windows of ten seconds side by side, added up when somebody asks. Thread-safe. They
 * begin anew with the process; what is older, and what other processes store, is in the database.
 */
public final class LiveNumbers {
    /** What numbers are there for, beside all posts together. */
    public static final List<String> DIMENSIONS = List.of("city", "product", "channel", "platform");

    /** How long a point of the trend is. */
    public static final Duration STEP = Duration.ofSeconds(10);

    private static final WindowSpec WINDOW = WindowSpec.tumbling(STEP);
    private static final ChurnScorer CHURN = new ChurnScorer(ChurnOptions.defaults());

    private final Duration reach;
    private final Clock clock;
    private final InMemoryWindowStore closed;
    private final SentimentWindows windows;

    LiveNumbers(Duration reach, WindowListener alerts, Clock clock) {
        this.reach = reach;
        this.clock = clock;
        // One more than fit: the oldest is only partly in reach.
        this.closed = new InMemoryWindowStore((int) reach.dividedBy(STEP) + 1);
        this.windows = SentimentWindows.builder(windowOptions(reach))
                .listener(closed)
                .listener(alerts)
                .clock(clock)
                .build();
    }

    /** Numbers that reach so far back; alerts look at windows of a minute. */
    public static LiveNumbers over(Duration reach, WindowListener alerts) {
        return new LiveNumbers(reach, alerts, Clock.systemUTC());
    }

    /**
     * What is counted.
     *
     * @param lateness how long windows can be corrected
     */
    public static WindowOptions windowOptions(Duration lateness) {
        return WindowOptions.builder()
                .window(WINDOW)
                .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                .dimension(Dimension.city())
                .dimension(Dimension.product())
                .dimension(Dimension.channel())
                .dimension(Dimension.platform())
                .churn(CHURN::risk)
                .sketches(false)
                .maxDelay(Duration.ofSeconds(3))
                .allowedLateness(lateness)
                .build();
    }

    /** What counts posts; several pipelines may share it. */
    public PostSink sink() {
        return windows;
    }

    /** How far back the numbers reach. */
    public Duration reach() {
        return reach;
    }

    /**
     * The posts of a stretch of time together.
     *
     * @param start when it begins
     * @param stats what is known of them
     */
    public record Point(Instant start, CellStats stats) {}

    /**
     * All numbers at one moment.
     *
     * @param from since when
     * @param to until when
     * @param overall all posts
     * @param groups by dimension and value, most posts first
     * @param trend all posts by time, without gaps; a time without posts has empty numbers
     */
    public record Numbers(
            Instant from,
            Instant to,
            CellStats overall,
            Map<String, Map<String, CellStats>> groups,
            List<Point> trend) {}

    /** The numbers now; corrections of windows that closed are in them. */
    public Numbers now() throws InterruptedException {
        windows.tick();
        windows.flush();
        Instant to = clock.instant();
        Instant from = floor(to.minus(reach)).plus(STEP);
        TreeMap<Instant, WindowSnapshot> parts = new TreeMap<>();
        closed.between(WINDOW.name(), from, to.plus(STEP)).forEach(part -> parts.put(part.start(), part));
        windows.open(WINDOW.name()).stream()
                .filter(part -> !part.start().isBefore(from))
                .forEach(part -> parts.put(part.start(), part));
        CellStats overall = CellStats.empty();
        Map<CellKey, CellStats> cells = new HashMap<>();
        for (WindowSnapshot part : parts.values()) {
            part.cells().forEach((key, stats) -> cells.merge(key, stats, CellStats::merge));
        }
        CellStats all = cells.get(CellKey.OVERALL);
        return new Numbers(from, to, all == null ? overall : all, groups(cells), trend(parts, from, to));
    }

    private static Map<String, Map<String, CellStats>> groups(Map<CellKey, CellStats> cells) {
        Map<String, Map<String, CellStats>> groups = new LinkedHashMap<>();
        DIMENSIONS.forEach(dimension -> groups.put(dimension, new LinkedHashMap<>()));
        cells.entrySet().stream()
                .filter(entry -> entry.getKey().dimensions().size() == 1
                        && !entry.getKey().rest())
                .sorted(Comparator.comparingLong((Map.Entry<CellKey, CellStats> entry) ->
                                -entry.getValue().posts())
                        .thenComparing(entry -> entry.getKey().toString()))
                .forEach(entry -> {
                    String dimension = entry.getKey().dimensions().get(0);
                    groups.computeIfAbsent(dimension, name -> new LinkedHashMap<>())
                            .put(entry.getKey().values().get(0), entry.getValue());
                });
        return groups;
    }

    private static List<Point> trend(Map<Instant, WindowSnapshot> parts, Instant from, Instant to) {
        List<Point> trend = new ArrayList<>();
        for (Instant start = from; !start.isAfter(to); start = start.plus(STEP)) {
            WindowSnapshot part = parts.get(start);
            trend.add(new Point(start, part == null ? CellStats.empty() : part.overall()));
        }
        return trend;
    }

    private static Instant floor(Instant time) {
        long step = STEP.toMillis();
        return Instant.ofEpochMilli(time.toEpochMilli() / step * step);
    }
}
