package dev.sentiment4j.examples.dashboard.api;

import dev.sentiment4j.examples.dashboard.view.CellView;
import dev.sentiment4j.postgres.Dimension;
import dev.sentiment4j.postgres.PostFilter;
import dev.sentiment4j.postgres.SentimentQueries;
import dev.sentiment4j.postgres.TimeBucket;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How posts feel, counted in the database: over any range, for any filter. */
@RestController
@Tag(name = "sentiment", description = "Counts and means of stored posts")
final class SentimentController {
    /** A minute each for three days; more points than that nobody sees. */
    private static final int MAX_POINTS = 5000;

    private final SentimentQueries queries;

    SentimentController(SentimentQueries queries) {
        this.queries = queries;
    }

    /**
     * The posts of one group in one stretch of time.
     *
     * @param start when it begins
     * @param group the value of the dimension; null for posts without one, and without a dimension
     */
    @Schema(name = "Aggregate")
    record Aggregate(Instant start, @Nullable String group, CellView cell) {}

    /**
     * The posts of one value.
     *
     * @param value of the dimension; null for posts without one
     */
    @Schema(name = "Share")
    record Share(@Nullable String value, CellView cell) {}

    /**
     * How all posts are labelled, and those of each value.
     *
     * @param emotions posts by their most probable emotion
     */
    @Schema(name = "Distribution")
    record Distribution(CellView overall, Map<String, Long> emotions, List<Share> by) {}

    /** All posts of the range. */
    @Schema(name = "Stats")
    record Stats(CellView overall, List<Share> platforms, List<Share> languages) {}

    @GetMapping("/api/sentiment/aggregate")
    @Operation(summary = "Counts by time, and by a dimension if one is named")
    Envelope<List<Aggregate>> aggregate(
            @Valid @ParameterObject PostQuery query,
            @RequestParam(defaultValue = "HOUR") TimeBucket bucket,
            @RequestParam(defaultValue = "NONE") Dimension by) {
        List<Aggregate> points = queries.series(bucket, by, query.filter()).stream()
                .limit(MAX_POINTS)
                .map(point -> new Aggregate(point.start(), point.group().orElse(null), CellView.of(point.counts())))
                .toList();
        return Envelope.of(
                points,
                Map.of(
                        "bucket", bucket.name().toLowerCase(Locale.ROOT),
                        "by", by.name().toLowerCase(Locale.ROOT),
                        "count", points.size(),
                        "complete", points.size() < MAX_POINTS));
    }

    @GetMapping("/api/sentiment/distribution")
    @Operation(summary = "Label shares and emotions, and the shares for each value of a dimension")
    Envelope<Distribution> distribution(
            @Valid @ParameterObject PostQuery query,
            @RequestParam(defaultValue = "NONE") Dimension by,
            @RequestParam(defaultValue = "20") @Min(1) @Max(200) int limit) {
        PostFilter filter = query.filter();
        Map<String, Long> emotions = new java.util.TreeMap<>();
        queries.distributionBy(Dimension.EMOTION, filter, 50)
                .forEach((emotion, counts) -> emotion.ifPresent(name -> emotions.put(name, counts.posts())));
        Distribution distribution = new Distribution(
                CellView.of(queries.distribution(filter)),
                emotions,
                by == Dimension.NONE ? List.of() : shares(by, filter, limit));
        return Envelope.of(distribution, Map.of("by", by.name().toLowerCase(Locale.ROOT)));
    }

    @GetMapping("/api/stats")
    @Operation(summary = "All posts of the range, by default of the last day")
    Envelope<Stats> stats(@Valid @ParameterObject PostQuery query) {
        PostFilter filter = query.filter();
        return Envelope.of(new Stats(
                CellView.of(queries.distribution(filter)),
                shares(Dimension.SOURCE, filter, 20),
                shares(Dimension.LANGUAGE, filter, 20)));
    }

    private List<Share> shares(Dimension by, PostFilter filter, int limit) {
        return queries.distributionBy(by, filter, limit).entrySet().stream()
                .map(entry -> share(entry.getKey(), CellView.of(entry.getValue())))
                .toList();
    }

    private static Share share(Optional<String> value, CellView cell) {
        return new Share(value.orElse(null), cell);
    }
}
