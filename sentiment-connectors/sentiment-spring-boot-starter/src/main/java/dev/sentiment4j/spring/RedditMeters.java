package dev.sentiment4j.spring;

import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.reddit.RedditSource;
import dev.sentiment4j.reddit.RedditStats;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Optional;

/** The meters of a source of Reddit. */
final class RedditMeters {
    private static final String ITEMS = "sentiment.reddit.items";
    private static final String DELIVERED = "what was delivered";

    private RedditMeters() {}

    /** None if it is another source. */
    static List<Meter> of(MeterRegistry registry, Tags tags, PostSource source) {
        if (!(source instanceof RedditSource reddit)) {
            return List.of();
        }
        return new SourceGauges<RedditSource, RedditStats>(registry, tags, reddit, RedditSource::stats)
                .counter("sentiment.reddit.requests", "requests", "requests of its client", RedditStats::requests)
                .counter(ITEMS, "items", DELIVERED, RedditStats::posts, "kind", "post")
                .counter(ITEMS, "items", DELIVERED, RedditStats::comments, "kind", "comment")
                .counter(ITEMS, "items", DELIVERED, RedditStats::edits, "kind", "edit")
                .counter(ITEMS, "items", DELIVERED, RedditStats::deletions, "kind", "deletion")
                .counter("sentiment.reddit.malformed", "items", "items that could not be read", RedditStats::malformed)
                .counter("sentiment.reddit.gaps", "gaps", "stretches of which items may be missing", RedditStats::gaps)
                .counter("sentiment.reddit.faults", "requests", "requests that failed", RedditStats::faults)
                .gauge(
                        "sentiment.reddit.watched",
                        "items",
                        "looked after for edits and deletions",
                        RedditStats::watched)
                .gauge(
                        "sentiment.reddit.requests.left",
                        "requests",
                        "what Reddit's window has left, as it last said",
                        s -> SourceGauges.known(s.remaining()))
                .time(
                        "sentiment.reddit.poll.interval",
                        "how often the busiest listing is asked for",
                        s -> Optional.of(s.pollInterval()))
                .time("sentiment.reddit.answer.age", "since Reddit last answered as it should", RedditStats::lastAnswer)
                .meters();
    }
}
