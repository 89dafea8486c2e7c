package dev.sentiment4j.alert;

import dev.sentiment4j.alert.EngineState.Episode;
import dev.sentiment4j.alert.EngineState.Subject;
import dev.sentiment4j.prevalence.Interval;
import dev.sentiment4j.trend.Change;
import dev.sentiment4j.trend.Measure;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.CellStats;
import dev.sentiment4j.window.WindowSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** One window seen by all rules for it: changes the state, and collects what is to be told. Not thread-safe. */
final class Evaluation {
    private final EngineState state;
    private final WindowSnapshot window;
    private final Map<CellKey, Map<Measure, Change>> changes;
    private final List<Alert> told = new ArrayList<>();
    /** How many characters more may be kept of episodes; counted when the first begins. */
    private long room = -1;

    private int withoutPlace;

    Evaluation(EngineState state, WindowSnapshot window, Map<CellKey, Map<Measure, Change>> changes) {
        this.state = state;
        this.window = window;
        this.changes = changes;
    }

    /** States of episodes that are new, in the order of rules and cells. */
    List<Alert> told() {
        return told;
    }

    /** How many episodes did not begin, since those that are open are all that can be kept. */
    int withoutPlace() {
        return withoutPlace;
    }

    void look(AlertRule rule) {
        for (CellKey key : cells(rule)) {
            look(rule, key, window.cell(key).orElseGet(CellStats::empty));
        }
        state.quiet
                .entrySet()
                .removeIf(entry -> entry.getKey().rule().equals(rule.name())
                        && !entry.getValue().isAfter(window.end()));
    }

    /** Those that are there, and those with an episode, whose posts may have ceased. */
    private Set<CellKey> cells(AlertRule rule) {
        Set<CellKey> keys = new LinkedHashSet<>();
        if (rule.dimensions().isEmpty()) {
            keys.add(CellKey.OVERALL);
        } else if (rule.by().isEmpty()) {
            keys.add(key(rule));
        }
        window.cells().keySet().stream().filter(rule::matches).forEach(keys::add);
        for (Episode episode : state.episodes.values()) {
            if (episode.alert().rule().equals(rule.name())) {
                keys.add(episode.alert().cell());
            }
        }
        return keys;
    }

    /** The one cell of a rule without "by", in the order of dimensions in which the window has it. */
    private CellKey key(AlertRule rule) {
        List<String> dimensions = window.groups().keySet().stream()
                .filter(group -> Set.copyOf(group).equals(rule.dimensions()))
                .findFirst()
                .orElseGet(() -> List.copyOf(rule.where().keySet()));
        List<String> values =
                dimensions.stream().map(d -> rule.where().getOrDefault(d, "")).toList();
        return new CellKey(dimensions, values, false);
    }

    private void look(AlertRule rule, CellKey key, CellStats stats) {
        Subject subject = new Subject(rule.name(), key.toString());
        Episode episode = state.episodes.get(subject);
        boolean holding = episode != null;
        OptionalDouble value = rule.metric().value(stats, changes.get(key));
        OptionalDouble compared = compared(rule, stats, value);
        // A rule that was changed meanwhile may no longer look at the cell of an episode, which is over then.
        boolean matches = rule.matches(key);
        boolean passes = matches && stats.posts() >= rule.minPosts() && rule.passes(compared, holding);
        Instant now = window.end();
        if (episode == null) {
            Instant quiet = state.quiet.get(subject);
            if (passes && (quiet == null || !now.isBefore(quiet))) {
                begin(rule, key, subject, stats, value.orElseThrow());
            }
            return;
        }
        Alert alert = episode.alert();
        if (passes) {
            boolean fires = alert.state() == AlertState.PENDING
                    && !now.isBefore(alert.startedAt().plus(rule.holdFor()));
            Alert later = seen(
                    rule,
                    alert,
                    fires ? AlertState.FIRING : alert.state(),
                    fires ? Optional.of(now) : alert.firedAt(),
                    value.orElseThrow(),
                    stats);
            state.episodes.put(subject, new Episode(later, Optional.empty()));
            if (fires) {
                told.add(later);
            }
            return;
        }
        Instant clearSince = episode.clearSince().orElse(now);
        if (matches && alert.state() == AlertState.FIRING && now.isBefore(clearSince.plus(rule.keepFiring()))) {
            state.episodes.put(subject, new Episode(alert, Optional.of(clearSince)));
            return;
        }
        state.episodes.remove(subject);
        if (alert.state() == AlertState.FIRING && !rule.coolDown().isZero()) {
            state.quiet.put(subject, now.plus(rule.coolDown()));
        }
        told.add(over(alert, value, stats));
    }

    private static OptionalDouble compared(AlertRule rule, CellStats stats, OptionalDouble value) {
        if (rule.confidence() == 0 || value.isEmpty()) {
            return value;
        }
        Interval interval = rule.metric().interval(stats, rule.confidence());
        return OptionalDouble.of(rule.above() ? interval.low() : interval.high());
    }

    private void begin(AlertRule rule, CellKey key, Subject subject, CellStats stats, double value) {
        boolean fires = rule.holdFor().isZero();
        Alert alert = new Alert(
                rule.name(),
                key,
                rule.severity(),
                fires ? AlertState.FIRING : AlertState.PENDING,
                window.end(),
                fires ? Optional.of(window.end()) : Optional.empty(),
                window.end(),
                Optional.empty(),
                rule.window(),
                rule.metric(),
                value,
                rule.threshold(),
                stats.posts(),
                stats.samples(),
                rule.summary());
        if (!fits(alert)) {
            withoutPlace++;
            return;
        }
        state.episodes.put(subject, new Episode(alert, Optional.empty()));
        told.add(alert);
    }

    /** Stores take texts of a bounded length, and an episode that cannot be kept would fire again and again. */
    private boolean fits(Alert alert) {
        if (room < 0) {
            room = EngineState.MAX_EPISODES;
            state.episodes.values().forEach(episode -> room -= EngineState.length(episode.alert()));
        }
        long length = EngineState.length(alert);
        if (length > room) {
            return false;
        }
        room -= length;
        return true;
    }

    private Alert seen(
            AlertRule rule, Alert alert, AlertState next, Optional<Instant> firedAt, double value, CellStats stats) {
        return new Alert(
                alert.rule(),
                alert.cell(),
                rule.severity(),
                next,
                alert.startedAt(),
                firedAt,
                window.end(),
                Optional.empty(),
                alert.window(),
                rule.metric(),
                value,
                rule.threshold(),
                stats.posts(),
                stats.samples(),
                rule.summary());
    }

    private Alert over(Alert alert, OptionalDouble value, CellStats stats) {
        return new Alert(
                alert.rule(),
                alert.cell(),
                alert.severity(),
                AlertState.RESOLVED,
                alert.startedAt(),
                alert.firedAt(),
                window.end(),
                Optional.of(window.end()),
                alert.window(),
                alert.metric(),
                value.orElse(alert.value()),
                alert.threshold(),
                stats.posts(),
                stats.posts() > 0 ? stats.samples() : alert.samples(),
                alert.summary());
    }
}
