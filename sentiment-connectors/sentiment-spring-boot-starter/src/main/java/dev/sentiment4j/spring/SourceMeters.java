package dev.sentiment4j.spring;

import dev.sentiment4j.pipeline.PostSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.util.ClassUtils;

/** Meters of what the sources of platforms tell of themselves, with the tag of their pipeline. Thread-safe. */
final class SourceMeters {
    private static final boolean X = isPresent("dev.sentiment4j.x.XFilteredStreamSource");
    private static final boolean REDDIT = isPresent("dev.sentiment4j.reddit.RedditSource");
    private static final boolean INSTAGRAM = isPresent("dev.sentiment4j.instagram.InstagramSource");

    private final MeterRegistry registry;
    private final Map<String, List<Meter>> bound = new HashMap<>();

    SourceMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, SourceMeters.class.getClassLoader());
    }

    /** Shows a source, in the place of the one that the pipeline had before. */
    synchronized void bind(String pipeline, PostSource source) {
        List<Meter> before = bound.remove(pipeline);
        if (before != null) {
            before.forEach(registry::remove);
        }
        List<Meter> meters = meters(source, Tags.of("pipeline", pipeline));
        if (!meters.isEmpty()) {
            bound.put(pipeline, meters);
        }
    }

    private List<Meter> meters(PostSource source, Tags tags) {
        List<Meter> meters = X ? XMeters.of(registry, tags, source) : List.of();
        if (meters.isEmpty() && REDDIT) {
            meters = RedditMeters.of(registry, tags, source);
        }
        if (meters.isEmpty() && INSTAGRAM) {
            meters = InstagramMeters.of(registry, tags, source);
        }
        return meters;
    }
}
