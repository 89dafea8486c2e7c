package dev.sentiment4j.micrometer;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.CellStats;
import dev.sentiment4j.window.WindowListener;
import dev.sentiment4j.window.WindowSnapshot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The latest values of some cells. Thread-safe: written by one thread at a time, read by the registry. */
final class CellGauges implements WindowListener {
    private static final CellStats NOTHING = CellStats.empty();

    /** What a cell shows; the registry holds it weakly, this class strongly. */
    private static final class Shown {
        volatile CellStats stats = NOTHING;
        final List<Meter> meters = new ArrayList<>();
    }

    private final MeterRegistry registry;
    private final Tags tags;
    private final String window;
    private final Predicate<CellKey> picked;
    private final int maxCells;
    private final Map<CellKey, Shown> cells = new LinkedHashMap<>();
    private volatile long hidden;
    private long latest = Long.MIN_VALUE;

    CellGauges(MeterRegistry registry, Tags tags, String window, Predicate<CellKey> picked, int maxCells) {
        this.registry = registry;
        this.tags = tags;
        this.window = window;
        this.picked = picked;
        this.maxCells = maxCells;
        Gauge.builder("sentiment.window.cells.hidden", this, gauges -> gauges.hidden)
                .tags(tags)
                .baseUnit("cells")
                .description("cells of the latest window that are not shown, for want of places")
                .register(registry);
    }

    @Override
    public synchronized void onWindow(WindowSnapshot snapshot) {
        long end = snapshot.end().toEpochMilli();
        if (!snapshot.window().equals(window) || end < latest) {
            return;
        }
        latest = end;
        cells.forEach((key, shown) -> shown.stats = snapshot.cell(key).orElse(NOTHING));
        long without = 0;
        for (Map.Entry<CellKey, CellStats> cell : snapshot.cells().entrySet()) {
            if (picked.test(cell.getKey()) && !cells.containsKey(cell.getKey())) {
                if (cells.size() < maxCells || makeRoom()) {
                    Shown shown = new Shown();
                    shown.stats = cell.getValue();
                    cells.put(cell.getKey(), shown);
                    register(cell.getKey(), shown);
                } else {
                    without++;
                }
            }
        }
        hidden = without;
    }

    private boolean makeRoom() {
        for (Map.Entry<CellKey, Shown> cell : cells.entrySet()) {
            if (cell.getValue().stats.posts() == 0) {
                cell.getValue().meters.forEach(registry::remove);
                cells.remove(cell.getKey());
                return true;
            }
        }
        return false;
    }

    private void register(CellKey key, Shown shown) {
        Tags cell = tags.and("cell", key.equals(CellKey.OVERALL) ? "overall" : key.toString());
        add(shown, cell, "sentiment.window.posts", "posts", "posts in the latest window", stats -> stats.posts());
        for (SentimentLabel label : SentimentLabel.values()) {
            add(
                    shown,
                    cell.and("label", label.id()),
                    "sentiment.window.share",
                    "ratio",
                    "share of a label in the latest window",
                    stats -> known(stats.share(label)));
        }
        add(shown, cell, "sentiment.window.score", "score", "mean score, -1 to 1", stats -> known(stats.meanScore()));
        add(shown, cell, "sentiment.window.toxic", "ratio", "share of toxic posts", stats -> known(stats.toxicShare()));
        add(shown, cell, "sentiment.window.churn", "posts", "posts at risk of churn", stats -> stats.churning());
    }

    private void add(
            Shown shown, Tags cell, String name, String unit, String description, ToDoubleFunction<CellStats> value) {
        shown.meters.add(Gauge.builder(name, shown, s -> value.applyAsDouble(s.stats))
                .tags(cell)
                .baseUnit(unit)
                .description(description)
                .register(registry));
    }

    private static double known(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }
}
