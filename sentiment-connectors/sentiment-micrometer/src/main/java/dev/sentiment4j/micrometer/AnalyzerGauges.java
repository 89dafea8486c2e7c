package dev.sentiment4j.micrometer;

import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.SentimentAnalyzer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The gauges of one analyzer, which they hold weakly. Not thread-safe; the registry reads them from where it likes. */
final class AnalyzerGauges {
    private final MeterRegistry registry;
    private final Tags tags;
    private final WeakReference<SentimentAnalyzer> shown;
    private final List<Meter> meters = new ArrayList<>();

    AnalyzerGauges(MeterRegistry registry, Tags tags, SentimentAnalyzer analyzer) {
        this.registry = registry;
        this.tags = tags;
        this.shown = new WeakReference<>(analyzer);
        AnalyzerInfo info = analyzer.info();
        add(analyzer, "sentiment.in.work", "texts", "texts admitted and not answered", a -> a.load()
                .inWork());
        add(analyzer, "sentiment.capacity", "texts", "texts admitted at most", AnalyzerGauges::capacity);
        add(analyzer, "sentiment.queue.depth", "inputs", "model inputs that wait for a lane", a -> a.load()
                .queueDepth());
        meters.add(TimeGauge.builder("sentiment.predicted.wait", analyzer, TimeUnit.NANOSECONDS, a -> a.load()
                        .predictedWait()
                        .toNanos())
                .tags(tags)
                .description("how long a text that came now would take to be answered")
                .register(registry));
        add(analyzer, "sentiment.lanes", "threads", "streams of inference calls", a -> a.info()
                .threads()
                .lanes());
        add(analyzer, "sentiment.intra.op.threads", "threads", "threads of one inference call", a -> a.info()
                .threads()
                .intraOpThreads());
        add(analyzer, "sentiment.batch.max.size", "texts", "texts of one batch at most", a -> a.info()
                .batching()
                .maxBatchSize());
        add(analyzer, "sentiment.batch.max.tokens", "tokens", "tokens of one batch at most", a -> a.info()
                .batching()
                .maxBatchTokens());
        meters.add(Gauge.builder("sentiment.info", analyzer, a -> 1)
                .tags(tags.and(
                        "model", info.model().toString(),
                        "engine", info.backend().engine(),
                        "device", info.backend().device()))
                .description("what runs, in the tags; always 1")
                .register(registry));
    }

    private void add(
            SentimentAnalyzer analyzer,
            String name,
            String unit,
            String description,
            ToDoubleFunction<SentimentAnalyzer> value) {
        meters.add(Gauge.builder(name, analyzer, value)
                .tags(tags)
                .baseUnit(unit)
                .description(description)
                .register(registry));
    }

    /** A number that nothing bounds would only flatten the charts of those that are. */
    private static double capacity(SentimentAnalyzer analyzer) {
        AnalyzerLoad load = analyzer.load();
        return load.capacity() == Integer.MAX_VALUE ? Double.NaN : load.capacity();
    }

    /** Whether these are the gauges of this very analyzer. */
    boolean show(SentimentAnalyzer analyzer) {
        return shown.get() == analyzer;
    }

    void remove() {
        meters.forEach(registry::remove);
    }
}
