package dev.sentiment4j.micrometer;

import dev.sentiment4j.pipeline.SentimentPipeline;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The gauges of one pipeline, which they hold weakly. Not thread-safe; the registry reads them from where it likes. */
final class PipelineGauges {
    private final MeterRegistry registry;
    private final Tags tags;
    private final WeakReference<SentimentPipeline> shown;
    private final List<Meter> meters = new ArrayList<>();

    PipelineGauges(MeterRegistry registry, Tags tags, SentimentPipeline pipeline) {
        this.registry = registry;
        this.tags = tags;
        this.shown = new WeakReference<>(pipeline);
        add(pipeline, "sentiment.pipeline.in.flight", "deliveries", "polled and not acknowledged", p -> p.health()
                .inFlight());
        add(
                pipeline,
                "sentiment.pipeline.source.waiting",
                "entries",
                "not delivered to anybody yet",
                p -> known(p.health().lag().waiting()));
        add(
                pipeline,
                "sentiment.pipeline.source.pending",
                "entries",
                "delivered and not acknowledged",
                p -> known(p.health().lag().pending()));
        meters.add(TimeGauge.builder("sentiment.pipeline.source.age", pipeline, TimeUnit.NANOSECONDS, p -> p.health()
                        .lag()
                        .age()
                        .map(age -> (double) age.toNanos())
                        .orElse(Double.NaN))
                .tags(tags)
                .description("how old the entry is that was delivered last")
                .register(registry));
        meters.add(Gauge.builder(
                        "sentiment.pipeline.healthy", pipeline, p -> p.health().isHealthy() ? 1 : 0)
                .tags(tags)
                .description("1 while it runs and nothing it needs is out of order")
                .register(registry));
    }

    private static double known(OptionalLong count) {
        return count.isPresent() ? count.getAsLong() : Double.NaN;
    }

    private void add(
            SentimentPipeline pipeline,
            String name,
            String unit,
            String description,
            ToDoubleFunction<SentimentPipeline> value) {
        meters.add(Gauge.builder(name, pipeline, value)
                .tags(tags)
                .baseUnit(unit)
                .description(description)
                .register(registry));
    }

    /** Whether these are the gauges of this very pipeline. */
    boolean show(SentimentPipeline pipeline) {
        return shown.get() == pipeline;
    }

    void remove() {
        meters.forEach(registry::remove);
    }
}
