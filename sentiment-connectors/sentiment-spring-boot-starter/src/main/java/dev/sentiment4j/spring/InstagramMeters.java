package dev.sentiment4j.spring;

import dev.sentiment4j.instagram.InstagramSource;
import dev.sentiment4j.instagram.InstagramStats;
import dev.sentiment4j.pipeline.PostSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;

/** The meters of a source of Instagram. */
final class InstagramMeters {
    private static final String ITEMS = "sentiment.instagram.items";
    private static final String DELIVERED = "what was delivered";

    private InstagramMeters() {}

    /** None if it is another source. */
    static List<Meter> of(MeterRegistry registry, Tags tags, PostSource source) {
        if (!(source instanceof InstagramSource instagram)) {
            return List.of();
        }
        return new SourceGauges<InstagramSource, InstagramStats>(registry, tags, instagram, InstagramSource::stats)
                .counter("sentiment.instagram.requests", "requests", "requests of its client", InstagramStats::requests)
                .counter(ITEMS, "items", DELIVERED, InstagramStats::media, "kind", "media")
                .counter(ITEMS, "items", DELIVERED, InstagramStats::comments, "kind", "comment")
                .counter(
                        "sentiment.instagram.malformed",
                        "items",
                        "items that could not be read",
                        InstagramStats::malformed)
                .counter(
                        "sentiment.instagram.gaps",
                        "gaps",
                        "stretches of which items may be missing",
                        InstagramStats::gaps)
                .counter("sentiment.instagram.faults", "requests", "requests that failed", InstagramStats::faults)
                .gauge(
                        "sentiment.instagram.resting",
                        "targets",
                        "hashtags and media that cannot be read for now",
                        InstagramStats::resting)
                .gauge(
                        "sentiment.instagram.usage",
                        "percent",
                        "of the platform's allowance, as it last said",
                        s -> s.usage().orElse(Double.NaN))
                .meters();
    }
}
