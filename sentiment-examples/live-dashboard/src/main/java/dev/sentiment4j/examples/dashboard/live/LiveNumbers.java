package dev.sentiment4j.examples.dashboard.live;

import dev.sentiment4j.SentimentException;
import dev.sentiment4j.examples.dashboard.DashboardProperties;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.CellStats;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.WindowSnapshot;
import dev.sentiment4j.window.WindowSpec;
import dev.sentiment4j.window.WindowStore;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The numbers of the last minutes: windows of ten seconds side by side, added up when somebody asks. Thread-safe. They
 * begin anew with the process; what is older, and what other processes store, is in the database.
 */
@Component
public final class LiveNumbers {
    /** What numbers are there for, beside all posts together. */
    public static final List<String> DIMENSIONS = List.of("city", "product", "channel", "platform");

    /** How long a point of the trend is. */
    public static final Duration STEP = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(LiveNumbers.class);
    private static final String WINDOW = WindowSpec.tumbling(STEP).name();

    private final Duration reach;
    private final Clock clock = Clock.systemUTC();
    private final WindowStore closed;
    private final SentimentWindows windows;

    /**
     * Numbers over windows.
     *
     * @param closed has at least those that are in reach
     */
    LiveNumbers(DashboardProperties properties, SentimentWindows windows, WindowStore closed) {
        this.reach = properties.window();
        this.windows = windows;
        this.closed = closed;
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
        try {
            windows.flush();
        } catch (SentimentException e) {
            // Whoever is told of windows may be away; what is counted is counted.
            log.debug("windows could not be closed for now", e);
        }
        Instant to = clock.instant();
        Instant from = floor(to.minus(reach)).plus(STEP);
        TreeMap<Instant, WindowSnapshot> parts = new TreeMap<>();
        closed.between(WINDOW, from, to.plus(STEP)).forEach(part -> parts.put(part.start(), part));
        windows.open(WINDOW).stream()
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
