package dev.sentiment4j.alert;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.alert.EngineState.Outstanding;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.trend.TrendOptions;
import dev.sentiment4j.trend.TrendTracker;
import dev.sentiment4j.window.WindowListener;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSnapshot;
import dev.sentiment4j.window.WindowSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at closed windows with rules, follows episodes from pending over firing to resolved, and tells them to sinks. A
 * {@link WindowListener}; thread-safe.
 *
 * <p>Each window is looked at once, when it closes; corrections do not change what was told. What it knows is kept in
 * an {@link CheckpointStore} before anything is told, with what is still to be told to whom: after a restart it goes on
 * from there, windows that come again are passed over, and nothing fires twice. A sink that fails is left alone for a
 * while, from 5 seconds, doubling, to 5 minutes, and does not hold up the others; at most {@value #MAX_OUTSTANDING}
 * states wait for all sinks together, and no more than the store takes, then the oldest are given up.
 */
public final class AlertEngine implements WindowListener {
    /** {@value} states of episodes. */
    public static final int MAX_OUTSTANDING = 10_000;

    private static final Logger log = LoggerFactory.getLogger(AlertEngine.class);
    private static final Duration FIRST_REST = Duration.ofSeconds(5);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    private static final class Rest {
        int failures;
        Instant until = Instant.MIN;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final String name;
    private final List<AlertRule> rules;
    private final List<AlertSink> sinks;
    private final CheckpointStore store;
    private final TrendOptions trendOptions;
    private final Clock clock;
    private final Map<String, Rest> rests = new HashMap<>();
    /** By window, as bytes. */
    private final Map<String, byte[]> trends = new HashMap<>();

    /** Never changed once it is here, so that it can be looked at while a sink hangs. */
    private volatile EngineState state;

    private boolean complained;

    private AlertEngine(Builder b, EngineState state) {
        this.name = b.name;
        this.rules = List.copyOf(b.rules);
        this.sinks = List.copyOf(b.sinks);
        this.store = b.store;
        this.trendOptions = b.trendOptions;
        this.clock = b.clock;
        this.state = state;
    }

    /** Starts an engine with these rules. */
    public static Builder builder(Collection<AlertRule> rules) {
        return new Builder(rules);
    }

    /** The rules, in their order. */
    public List<AlertRule> rules() {
        return rules;
    }

    /**
     * Looks at a window, if it closed and was not looked at before.
     *
     * @throws SentimentException if the state cannot be kept; nothing is told then, and the window may be given again
     */
    @Override
    public void onWindow(WindowSnapshot window) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            List<AlertRule> mine = rules.stream()
                    .filter(r -> r.window().equals(window.window()))
                    .toList();
            Instant seen = state.seen.get(window.window());
            if (window.state() == WindowSnapshot.State.CLOSED
                    && !mine.isEmpty()
                    && (seen == null || window.end().isAfter(seen))) {
                EngineState next = state.copy();
                next.seen.put(window.window(), window.end());
                TrendTracker trends = trends(window.window(), mine);
                Evaluation evaluation =
                        new Evaluation(next, window, trends == null ? Map.of() : trends.observe(window));
                mine.forEach(evaluation::look);
                evaluation.told().forEach(alert -> queue(next, alert));
                if (evaluation.withoutPlace() > 0) {
                    log.warn(
                            "{} episodes did not begin, as those that are open leave no place for them in the store: by"
                                    + " which cells do rules look, and how many of them fire?",
                            evaluation.withoutPlace());
                }
                next.shortenQuiet();
                store.save(name, text(next));
                state = next;
                if (trends != null) {
                    keep(window.window(), trends);
                }
            }
            tell();
        } finally {
            lock.unlock();
        }
    }

    /** What the rules for these windows compare with; null if none does. Changed in a copy, as the state is. */
    private @Nullable TrendTracker trends(String window, List<AlertRule> mine) {
        List<AlertRule> trending =
                mine.stream().filter(rule -> rule.metric().isTrend()).toList();
        if (trending.isEmpty()) {
            return null;
        }
        TrendTracker tracker =
                new TrendTracker(trendOptions, key -> trending.stream().anyMatch(rule -> rule.matches(key)));
        byte[] known = trends.get(window);
        if (known != null) {
            tracker.restore(known);
            return tracker;
        }
        String kept = store.load(trendsKey(window)).orElse("");
        if (!kept.isEmpty()) {
            try {
                tracker.restore(TrendsText.read(kept));
            } catch (IllegalArgumentException e) {
                log.warn("the trends of windows {} that were kept cannot be read, and are learned anew", window, e);
            }
        }
        return tracker;
    }

    /** After the state: a crash in between costs the trends one window. */
    private void keep(String window, TrendTracker tracker) {
        byte[] known = tracker.save();
        trends.put(window, known);
        String text = TrendsText.write(known);
        if (text.length() <= CheckpointStore.MAX_VALUE) {
            store.save(trendsKey(window), text);
        } else if (!complained) {
            complained = true;
            log.warn(
                    "the trends of windows {} are too large to be kept ({} characters): after a restart they are learned"
                            + " anew; lower TrendOptions.maxCells",
                    window,
                    text.length());
        }
    }

    private String trendsKey(String window) {
        return name + ":trends:" + window;
    }

    private void queue(EngineState next, Alert alert) {
        boolean quietEnd =
                alert.state() == AlertState.RESOLVED && alert.firedAt().isEmpty();
        for (AlertSink sink : sinks) {
            Set<AlertState> wanted = sink.states();
            if (wanted.contains(alert.state()) && (!quietEnd || wanted.contains(AlertState.PENDING))) {
                next.outstanding.add(new Outstanding(sink.name(), alert));
            }
        }
        int over = next.outstanding.size() - MAX_OUTSTANDING;
        if (over > 0) {
            log.warn("{} states of alerts were never told, as sinks have failed for too long", over);
            next.outstanding.subList(0, over).clear();
        }
    }

    /**
     * Tells what is still to be told, to sinks that are not left alone now; for hosts whose windows come rarely.
     *
     * @throws SentimentException if the state cannot be kept; what was told may be told again then
     */
    public void retry() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            tell();
        } finally {
            lock.unlock();
        }
    }

    private void tell() throws InterruptedException {
        Set<Outstanding> done = new HashSet<>();
        try {
            for (AlertSink sink : sinks) {
                for (Outstanding one : state.outstanding) {
                    if (one.sink().equals(sink.name()) && !tell(sink, one, done)) {
                        break;
                    }
                }
            }
        } finally {
            Set<String> known = new HashSet<>();
            sinks.forEach(sink -> known.add(sink.name()));
            boolean strangers = state.outstanding.stream().anyMatch(one -> !known.contains(one.sink()));
            if (!done.isEmpty() || strangers) {
                EngineState next = state.copy();
                next.outstanding.removeIf(one -> done.contains(one) || !known.contains(one.sink()));
                String text = text(next);
                // What was told is known here even if it cannot be kept: it is told again after a restart alone.
                state = next;
                store.save(name, text);
            }
        }
    }

    /** Stores take texts of a bounded length: what waits longest for a sink that fails is given up for it. */
    private static String text(EngineState next) {
        String text = next.write();
        while (text.length() > CheckpointStore.MAX_VALUE && !next.outstanding.isEmpty()) {
            int over = (next.outstanding.size() + 9) / 10;
            log.warn("{} states of alerts were never told, as what waits for sinks has become too large", over);
            next.outstanding.subList(0, over).clear();
            text = next.write();
        }
        return text;
    }

    /** Whether the next one may be told. */
    private boolean tell(AlertSink sink, Outstanding one, Set<Outstanding> done) throws InterruptedException {
        Rest rest = rests.computeIfAbsent(sink.name(), n -> new Rest());
        if (clock.instant().isBefore(rest.until)) {
            return false;
        }
        try {
            sink.tell(one.alert());
            rest.failures = 0;
        } catch (RuntimeException | StackOverflowError e) {
            if (e instanceof SentimentException known && known.isRetriable()) {
                Duration pause = FIRST_REST.multipliedBy(1L << Math.min(rest.failures, 10));
                pause = pause.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : pause;
                rest.failures++;
                rest.until = clock.instant().plus(pause);
                log.warn("alert sink {} failed, and is left alone for {}: {}", sink.name(), pause, e.getMessage());
                return false;
            }
            log.error(
                    "alert sink {} cannot take the state {} of {}, which it is not told again",
                    sink.name(),
                    one.alert().state(),
                    one.alert().rule(),
                    e);
        }
        done.add(one);
        return true;
    }

    /** Episodes that are not over, as they stand. */
    public List<Alert> open() {
        return state.episodes.values().stream().map(EngineState.Episode::alert).toList();
    }

    /** How many states of episodes are still to be told. */
    public int outstanding() {
        return state.outstanding.size();
    }

    @Override
    public String toString() {
        return "AlertEngine[" + name + ", rules=" + rules.size() + ", open=" + open().size() + ", outstanding="
                + outstanding() + "]";
    }

    /** Collects the parts. Not thread-safe. */
    public static final class Builder {
        private final List<AlertRule> rules;
        private final List<AlertSink> sinks = new ArrayList<>();
        private String name = "alerts";
        private CheckpointStore store = new InMemoryCheckpointStore();
        private TrendOptions trendOptions = TrendOptions.defaults();
        private Clock clock = Clock.systemUTC();
        private @Nullable WindowOptions windows;

        private Builder(Collection<AlertRule> rules) {
            this.rules = List.copyOf(rules);
        }

        /** What its state is kept under; default "alerts". Another one for each engine that shares a store. */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Adds a sink. */
        public Builder sink(AlertSink sink) {
            sinks.add(Objects.requireNonNull(sink, "sink"));
            return this;
        }

        /** Keeps the state; default one in memory, which a restart empties; the connectors bring others. */
        public Builder store(CheckpointStore store) {
            this.store = Objects.requireNonNull(store, "store");
            return this;
        }

        /** How trends are followed, for rules that look at them. */
        public Builder trends(TrendOptions options) {
            this.trendOptions = Objects.requireNonNull(options, "options");
            return this;
        }

        /** Checks at {@link #build()} that the windows have what the rules look at. */
        public Builder windows(WindowOptions options) {
            this.windows = Objects.requireNonNull(options, "options");
            return this;
        }

        /** Tells how long sinks that failed are left alone; default that of the system. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * The engine, with what the store has kept of it. Episodes of rules that are no longer there are dropped.
         *
         * @throws InvalidOptionsException listing every rule or sink that cannot work
         * @throws SentimentException if the store cannot tell what it has kept
         */
        public AlertEngine build() {
            List<String> problems = new ArrayList<>();
            Set<String> names = new HashSet<>();
            rules.stream()
                    .filter(rule -> !names.add(rule.name()))
                    .forEach(rule -> problems.add("rule '" + rule.name() + "': is there twice"));
            Set<String> sinkNames = new HashSet<>();
            sinks.stream()
                    .filter(sink -> !sinkNames.add(sink.name()))
                    .forEach(sink -> problems.add("sink '" + sink.name() + "': is there twice"));
            if (windows != null) {
                for (AlertRule rule : rules) {
                    check(problems, rule, windows);
                }
            }
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("alert engine", problems);
            }
            EngineState known = store.load(name).map(EngineState::read).orElseGet(EngineState::new);
            known.episodes.keySet().removeIf(subject -> !names.contains(subject.rule()));
            known.quiet.keySet().removeIf(subject -> !names.contains(subject.rule()));
            return new AlertEngine(this, known);
        }

        private static void check(List<String> problems, AlertRule rule, WindowOptions windows) {
            String where = "rule '" + rule.name() + "'";
            WindowSpec window = windows.windows().stream()
                    .filter(spec -> spec.name().equals(rule.window()))
                    .findFirst()
                    .orElse(null);
            if (window == null) {
                problems.add(where + ", window: no windows are named " + rule.window() + "; there are "
                        + windows.windows().stream().map(WindowSpec::name).toList());
            } else if (rule.metric().isTrend() && !window.size().equals(window.slide())) {
                problems.add(where + ", metric: " + rule.metric().id() + " needs windows that do not overlap, not "
                        + window.name());
            }
            if (rule.metric().needsChurn() && !windows.countsChurn()) {
                problems.add(where + ", metric: " + rule.metric().id() + " needs windows that count churn risk;"
                        + " give WindowOptions a churn function");
            }
            if (rule.metric() == AlertMetric.DISTINCT_AUTHORS && !windows.sketches()) {
                problems.add(where + ", metric: distinct_authors needs windows with sketches");
            }
            boolean grouped = rule.dimensions().isEmpty()
                    || windows.groups().stream()
                            .anyMatch(group -> Set.copyOf(group).equals(rule.dimensions()));
            if (!grouped) {
                problems.add(where + ", by and where: no group has just the dimensions " + rule.dimensions()
                        + "; there are " + windows.groups());
            }
        }
    }
}
