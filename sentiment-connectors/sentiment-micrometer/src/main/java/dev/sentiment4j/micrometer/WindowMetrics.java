package dev.sentiment4j.micrometer;

import dev.sentiment4j.alert.AlertEngine;
import dev.sentiment4j.alert.AlertRule;
import dev.sentiment4j.alert.AlertState;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.WindowListener;
import dev.sentiment4j.window.WindowTally;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Meters of windows and alerts. Needs {@code sentiment-windows}, which {@code sentiment-micrometer} leaves to the host.
 * Thread-safe.
 *
 * <p>Values of dimensions become values of the tag {@code cell}, and may be anything that people write: so only chosen
 * cells are shown, and of these only so many. Names and meanings of the meters are in {@code docs/windows.md}.
 */
public final class WindowMetrics {
    /** {@value} cells. */
    public static final int DEFAULT_MAX_CELLS = 50;

    private final MeterRegistry registry;
    private final Tags tags;

    /** Meters in this registry. */
    public WindowMetrics(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /**
     * Meters in this registry.
     *
     * @param tags for every meter
     */
    public WindowMetrics(MeterRegistry registry, Iterable<Tag> tags) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.tags = Tags.of(Objects.requireNonNull(tags, "tags"));
    }

    /**
     * A listener that shows chosen cells of the latest window of a name in gauges. Give it to the builder of the
     * windows; one for each name.
     *
     * @param cells which cells; among them those of the rest, if they are picked
     * @param maxCells how many at most; when all places are taken, a cell that has no posts now makes room for a new
     *     one, and others are not shown, which {@code sentiment.window.cells.hidden} tells
     * @throws IllegalArgumentException if there is no place at all
     */
    public WindowListener cells(String window, Predicate<CellKey> cells, int maxCells) {
        if (maxCells < 1) {
            throw new IllegalArgumentException("maxCells = " + maxCells + ": must be at least 1");
        }
        return new CellGauges(registry, tags.and("window", window), window, cells, maxCells);
    }

    /** Shows what became of the posts that were given to these windows; they are held weakly. */
    public void bind(SentimentWindows windows) {
        posts(windows, "counted", WindowTally::counted);
        posts(windows, "replaced", WindowTally::replaced);
        posts(windows, "repeated", WindowTally::repeated);
        posts(windows, "outdated", WindowTally::outdated);
        posts(windows, "removed", WindowTally::removed);
        posts(windows, "late", WindowTally::late);
        posts(windows, "future", WindowTally::future);
        posts(windows, "timeless", WindowTally::timeless);
        posts(windows, "forgotten", WindowTally::forgotten);
        Gauge.builder("sentiment.windows.remembered", windows, w -> w.tally().remembered())
                .tags(tags)
                .baseUnit("posts")
                .description("posts and deletions that are remembered, so that none counts twice")
                .register(registry);
    }

    private void posts(SentimentWindows windows, String outcome, ToDoubleFunction<WindowTally> count) {
        FunctionCounter.builder("sentiment.windows.posts", windows, w -> count.applyAsDouble(w.tally()))
                .tags(tags.and("outcome", outcome))
                .baseUnit("posts")
                .description("what became of posts that were given to windows")
                .register(registry);
    }

    /** Shows how many episodes each rule has open, pending and firing, and what is still to be told; held weakly. */
    public void bind(AlertEngine engine) {
        for (AlertRule rule : engine.rules()) {
            for (AlertState state : List.of(AlertState.PENDING, AlertState.FIRING)) {
                Gauge.builder("sentiment.alerts", engine, e -> count(e, rule.name(), state))
                        .tags(tags.and(
                                "rule", rule.name(), "state", state.name().toLowerCase(Locale.ROOT)))
                        .baseUnit("episodes")
                        .description("episodes that are not over")
                        .register(registry);
            }
        }
        Gauge.builder("sentiment.alerts.outstanding", engine, AlertEngine::outstanding)
                .tags(tags)
                .baseUnit("states")
                .description("states of episodes that sinks have not taken yet")
                .register(registry);
    }

    private static double count(AlertEngine engine, String rule, AlertState state) {
        return engine.open().stream()
                .filter(alert -> alert.rule().equals(rule) && alert.state() == state)
                .count();
    }
}
