package dev.sentiment4j.micrometer;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.pipeline.PipelineListener;
import dev.sentiment4j.spi.AnalyzerListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meters of analyzers and pipelines, through listeners: timers, counters, and gauges from the moment an analyzer opens,
 * or a pipeline starts, until it ends. Thread-safe; one serves any number of different names.
 *
 * <pre>{@code
 * SentimentMetrics metrics = new SentimentMetrics(registry);
 * SentimentAnalyzer analyzer = SentimentAnalyzer.builder()
 *         .name("posts")
 *         .listener(metrics.listener("posts"))
 *         .build();
 * }</pre>
 *
 * <p>Every meter has the tag {@code analyzer} or {@code pipeline} with that one's name, and the tags given here. Names,
 * units and meanings of the meters are in {@code docs/observability.md}.
 */
public final class SentimentMetrics {
    private static final Logger log = LoggerFactory.getLogger(SentimentMetrics.class);

    private final MeterRegistry registry;
    private final Tags tags;
    private final boolean histograms;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, AnalyzerMeters> listeners = new HashMap<>();
    private final Map<String, PipelineMeters> pipelines = new HashMap<>();
    private final Map<String, AnalyzerGauges> bound = new HashMap<>();

    /** Meters in this registry, without histograms. */
    public SentimentMetrics(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /**
     * Meters in this registry, without histograms.
     *
     * @param tags for every meter, besides {@code analyzer} or {@code pipeline}
     */
    public SentimentMetrics(MeterRegistry registry, Iterable<Tag> tags) {
        this(registry, tags, false);
    }

    private SentimentMetrics(MeterRegistry registry, Iterable<Tag> tags, boolean histograms) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.tags = Tags.of(Objects.requireNonNull(tags, "tags"));
        this.histograms = histograms;
    }

    /**
     * Meters whose timers publish percentile histograms (10 microseconds to 10 seconds), for quantiles over several
     * instances. That is some eighty series a timer, where a registry stores histograms as series.
     *
     * @param tags for every meter, besides {@code analyzer} or {@code pipeline}
     */
    public static SentimentMetrics withHistograms(MeterRegistry registry, Iterable<Tag> tags) {
        return new SentimentMetrics(registry, tags, true);
    }

    /**
     * What to give to the builder's {@code listener}. Asked again for the same name, the same listener.
     *
     * @param analyzer the name given to the builder; "sentiment" if it was given none
     */
    public AnalyzerListener listener(String analyzer) {
        Objects.requireNonNull(analyzer, "analyzer");
        lock.lock();
        try {
            return listeners.computeIfAbsent(
                    analyzer, name -> new AnalyzerMeters(this, registry, tags.and("analyzer", name), histograms));
        } finally {
            lock.unlock();
        }
    }

    /**
     * What to give to the {@code listener} of a pipeline's builder: timers and counters, and gauges while it runs, all
     * with the tag {@code pipeline}. Asked again for the same name, the same listener.
     *
     * @param pipeline the name given to the builder; "pipeline" if it was given none
     */
    public PipelineListener pipelineListener(String pipeline) {
        Objects.requireNonNull(pipeline, "pipeline");
        lock.lock();
        try {
            return pipelines.computeIfAbsent(
                    pipeline, name -> new PipelineMeters(registry, tags.and("pipeline", name), histograms));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Shows how busy an analyzer is, and what it runs, in gauges; for analyzers that were opened without the listener,
     * which does this by itself. The gauges hold it weakly: an analyzer that is closed and let go is not kept alive,
     * and its gauges show NaN until {@link #unbind} or the next of that name.
     *
     * <p>Bound again, the same analyzer changes nothing. Another of the same name takes the gauges over, as when a new
     * model replaces an old one.
     */
    public void bind(SentimentAnalyzer analyzer) {
        String name = analyzer.info().name();
        lock.lock();
        try {
            AnalyzerGauges old = bound.get(name);
            if (old != null) {
                if (old.show(analyzer)) {
                    return;
                }
                old.remove();
                log.info(
                        "an analyzer named '{}' was bound before; the gauges show the new one from now on."
                                + " Where both are open, give them names of their own",
                        name);
            }
            bound.put(name, new AnalyzerGauges(registry, tags.and("analyzer", name), analyzer));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes the gauges of an analyzer, before or after it is closed; without effect if they show none, or by now
     * another one. Timers and counters stay, since what they count has happened.
     */
    public void unbind(SentimentAnalyzer analyzer) {
        String name = analyzer.info().name();
        lock.lock();
        try {
            AnalyzerGauges gauges = bound.get(name);
            if (gauges != null && gauges.show(analyzer)) {
                bound.remove(name);
                gauges.remove();
            }
        } finally {
            lock.unlock();
        }
    }
}
