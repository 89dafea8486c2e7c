package dev.sentiment4j.spring;

import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.x.XFilteredStreamSource;
import dev.sentiment4j.x.XStreamStats;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Optional;

/** The meters of a filtered stream of X. */
final class XMeters {
    private XMeters() {}

    /** None if it is another source. */
    static List<Meter> of(MeterRegistry registry, Tags tags, PostSource source) {
        PostSource below = source instanceof XRuledStreamSource ruled ? ruled.stream() : source;
        if (!(below instanceof XFilteredStreamSource stream)) {
            return List.of();
        }
        return new SourceGauges<XFilteredStreamSource, XStreamStats>(
                        registry, tags, stream, s -> Optional.of(s.stats()))
                .gauge("sentiment.x.connected", null, "1 while a stream is open", s -> s.connected() ? 1 : 0)
                .counter("sentiment.x.connects", "requests", "requests for the stream", XStreamStats::connects)
                .gauge("sentiment.x.connects.left", "requests", "what the budget has now", XStreamStats::connectsLeft)
                .counter("sentiment.x.posts", "posts", "new posts", s -> s.posts() - s.filled(), "found.by", "stream")
                .counter("sentiment.x.posts", "posts", "new posts", XStreamStats::filled, "found.by", "search")
                .counter("sentiment.x.duplicates", "posts", "posts that had come before", XStreamStats::duplicates)
                .counter("sentiment.x.malformed", "lines", "lines that are no posts", XStreamStats::malformed)
                .counter("sentiment.x.gaps", "gaps", "gaps that could not be filled", XStreamStats::gaps)
                .time(
                        "sentiment.x.keep.alive.age",
                        "since the last byte of the open stream",
                        XStreamStats::keepAliveAge)
                .time("sentiment.x.lag", "how old the post was that was read last", XStreamStats::lag)
                .gauge("sentiment.x.buffered", "posts", "posts that wait to be polled", XStreamStats::buffered)
                .time("sentiment.x.paused", "how long reading has waited to be polled", s -> Optional.of(s.pausedFor()))
                .gauge("sentiment.x.read.today", "posts", "new posts of this day of UTC", XStreamStats::readToday)
                .gauge(
                        "sentiment.x.budget.left",
                        "posts",
                        "how many more may be read today",
                        s -> SourceGauges.known(s.budgetLeft()))
                .meters();
    }
}
