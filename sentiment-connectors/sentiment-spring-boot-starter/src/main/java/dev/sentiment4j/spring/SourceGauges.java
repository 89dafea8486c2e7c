package dev.sentiment4j.spring;

import dev.sentiment4j.pipeline.PostSource;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Registers what a source tells of itself; the meters hold it weakly. Unknown values are NaN. Not thread-safe.
 *
 * @param <T> the source
 * @param <S> what it tells
 */
final class SourceGauges<T extends PostSource, S> {
    private final MeterRegistry registry;
    private final Tags tags;
    private final T source;
    private final Function<T, Optional<S>> stats;
    private final List<Meter> meters = new ArrayList<>();

    SourceGauges(MeterRegistry registry, Tags tags, T source, Function<T, Optional<S>> stats) {
        this.registry = registry;
        this.tags = tags;
        this.source = source;
        this.stats = stats;
    }

    static double known(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : Double.NaN;
    }

    static double known(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }

    SourceGauges<T, S> gauge(String name, @Nullable String unit, String description, ToDoubleFunction<S> value) {
        meters.add(Gauge.builder(name, source, s -> read(s, value, Double.NaN))
                .tags(tags)
                .baseUnit(unit)
                .description(description)
                .register(registry));
        return this;
    }

    SourceGauges<T, S> time(String name, String description, Function<S, Optional<Duration>> value) {
        meters.add(TimeGauge.builder(
                        name,
                        source,
                        TimeUnit.NANOSECONDS,
                        s -> read(
                                s,
                                v -> value.apply(v)
                                        .map(d -> (double) d.toNanos())
                                        .orElse(Double.NaN),
                                Double.NaN))
                .tags(tags)
                .description(description)
                .register(registry));
        return this;
    }

    SourceGauges<T, S> counter(
            String name, String unit, String description, ToDoubleFunction<S> value, String... more) {
        meters.add(FunctionCounter.builder(name, source, s -> read(s, value, 0))
                .tags(tags.and(more))
                .baseUnit(unit)
                .description(description)
                .register(registry));
        return this;
    }

    private double read(T from, ToDoubleFunction<S> value, double unknown) {
        Optional<S> now = stats.apply(from);
        return now.isPresent() ? value.applyAsDouble(now.get()) : unknown;
    }

    List<Meter> meters() {
        return List.copyOf(meters);
    }
}
