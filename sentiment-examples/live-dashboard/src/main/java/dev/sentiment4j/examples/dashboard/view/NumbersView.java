package dev.sentiment4j.examples.dashboard.view;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.examples.dashboard.live.LiveNumbers;
import dev.sentiment4j.window.CellStats;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the last minutes.
 *
 * @param postsPerMinute over the last whole minute
 * @param emotions posts by their most probable emotion
 * @param groups by dimension ({@code city}, {@code product}, {@code channel}, {@code platform}), most posts first
 * @param trend by time, the latest point still growing
 */
@Schema(name = "Numbers")
public record NumbersView(
        Instant from,
        Instant to,
        long postsPerMinute,
        CellView overall,
        Map<String, Long> emotions,
        Map<String, List<Group>> groups,
        List<Point> trend) {
    /** How many values of a dimension are shown. */
    public static final int MAX_VALUES = 20;

    /**
     * The posts of one value.
     *
     * @param value of the dimension
     */
    @Schema(name = "Group")
    public record Group(String value, CellView cell) {}

    /**
     * The posts of ten seconds.
     *
     * @param start when they begin
     */
    @Schema(name = "Point")
    public record Point(
            Instant start,
            long posts,
            long negative,
            long neutral,
            long positive,
            @Nullable Double meanScore) {}

    /** All of it, with the latest points of the trend. */
    public static NumbersView of(LiveNumbers.Numbers numbers, int points) {
        Map<String, List<Group>> groups = new LinkedHashMap<>();
        numbers.groups().forEach((dimension, cells) -> groups.put(dimension, groups(cells)));
        List<LiveNumbers.Point> trend = numbers.trend();
        return new NumbersView(
                numbers.from(),
                numbers.to(),
                postsPerMinute(trend),
                CellView.of(numbers.overall()),
                numbers.overall().emotions(),
                groups,
                trend.subList(Math.max(0, trend.size() - points), trend.size()).stream()
                        .map(NumbersView::point)
                        .toList());
    }

    /** Each value of one dimension. */
    public static List<Group> groups(Map<String, CellStats> cells) {
        return cells.entrySet().stream()
                .limit(MAX_VALUES)
                .map(cell -> new Group(cell.getKey(), CellView.of(cell.getValue())))
                .toList();
    }

    private static long postsPerMinute(List<LiveNumbers.Point> trend) {
        int steps = (int) Duration.ofMinutes(1).dividedBy(LiveNumbers.STEP);
        int end = Math.max(0, trend.size() - 1);
        return trend.subList(Math.max(0, end - steps), end).stream()
                .mapToLong(point -> point.stats().posts())
                .sum();
    }

    private static Point point(LiveNumbers.Point point) {
        CellStats stats = point.stats();
        return new Point(
                point.start(),
                stats.posts(),
                stats.count(SentimentLabel.NEGATIVE),
                stats.count(SentimentLabel.NEUTRAL),
                stats.count(SentimentLabel.POSITIVE),
                Numbers.rounded(stats.meanScore()));
    }
}
