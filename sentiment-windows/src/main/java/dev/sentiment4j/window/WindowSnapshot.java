package dev.sentiment4j.window;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A window as it stood: its cells and what is known of its groups. Immutable and thread-safe. Snapshots of the same
 * window by several workers, each with other posts, can be {@linkplain #merge merged}, in any order; they can be
 * {@linkplain #toBytes() written} and {@linkplain #fromBytes read}.
 */
public final class WindowSnapshot {
    /** Where a window stands. */
    public enum State {
        /** Posts are still expected. */
        OPEN,
        /** The watermark has passed its end; what comes late corrects it. */
        CLOSED,
        /** It was closed, and then changed. */
        CORRECTED
    }

    private final String window;
    private final Instant start;
    private final Instant end;
    private final State state;
    private final int revision;
    private final Map<CellKey, CellStats> cells;
    private final Map<List<String>, GroupInfo> groups;

    WindowSnapshot(
            String window,
            Instant start,
            Instant end,
            State state,
            int revision,
            Map<CellKey, CellStats> cells,
            Map<List<String>, GroupInfo> groups) {
        this.window = window;
        this.start = start;
        this.end = end;
        this.state = state;
        this.revision = revision;
        this.cells = Collections.unmodifiableMap(cells);
        this.groups = Collections.unmodifiableMap(groups);
    }

    /** The name of its {@link WindowSpec}. */
    public String window() {
        return window;
    }

    /** Its start; posts of that time are in it. */
    public Instant start() {
        return start;
    }

    /** Its end; posts of that time are in the next one. */
    public Instant end() {
        return end;
    }

    /** Where it stands. */
    public State state() {
        return state;
    }

    /** How often it was handed out before; 0 the first time. */
    public int revision() {
        return revision;
    }

    /** Every cell that has a post, by key: the overall one first, then by group, most posts first. */
    public Map<CellKey, CellStats> cells() {
        return cells;
    }

    /** One of the cells; empty if it has no post. */
    public Optional<CellStats> cell(CellKey key) {
        return Optional.ofNullable(cells.get(key));
    }

    /** The cell of all posts. */
    public CellStats overall() {
        CellStats all = cells.get(CellKey.OVERALL);
        return all == null ? CellStats.empty() : all;
    }

    /** What is known of each group, by its dimensions. */
    public Map<List<String>, GroupInfo> groups() {
        return groups;
    }

    /**
     * Both together, for snapshots of one window by workers that had different posts. The same in whatever order parts
     * are merged. A cell that one of them does not have, because there it may be in the cell of the rest, or because
     * there nothing was counted by that group, is no longer {@linkplain CellStats#isComplete() complete}. The result
     * may have more cells than one snapshot may. Thresholds are not known here: give all workers the same options.
     *
     * @throws IllegalArgumentException if they are not of the same window
     */
    public WindowSnapshot merge(WindowSnapshot other) {
        if (!window.equals(other.window) || !start.equals(other.start) || !end.equals(other.end)) {
            throw new IllegalArgumentException("only parts of one window can be merged, not " + this + " and " + other);
        }
        Map<CellKey, CellStats> merged = new HashMap<>();
        Set<CellKey> keys = new HashSet<>(cells.keySet());
        keys.addAll(other.cells.keySet());
        for (CellKey key : keys) {
            CellStats a = cells.get(key);
            CellStats b = other.cells.get(key);
            if (a != null && b != null) {
                merged.put(key, a.merge(b));
            } else {
                CellStats only = Objects.requireNonNull(a == null ? b : a);
                WindowSnapshot lacking = a == null ? this : other;
                merged.put(key, lacking.mayHaveIt(key) ? partial(only) : only);
            }
        }
        Map<List<String>, GroupInfo> infos = new LinkedHashMap<>(groups);
        other.groups.forEach((group, info) -> infos.merge(group, info, GroupInfo::merge));
        State least = state == State.OPEN || other.state == State.OPEN
                ? State.OPEN
                : state == other.state ? state : State.CORRECTED;
        return new WindowSnapshot(
                window, start, end, least, Math.max(revision, other.revision), sorted(merged, infos), infos);
    }

    /** Whether posts of a cell that is not there may be in the rest of its group, or were not counted by that group. */
    private boolean mayHaveIt(CellKey key) {
        if (key.dimensions().isEmpty()) {
            return false;
        }
        return groups.containsKey(key.dimensions())
                ? !key.rest() && cells.containsKey(CellKey.restOf(key.dimensions()))
                : overall().posts() > 0;
    }

    private static CellStats partial(CellStats stats) {
        Cell copy = stats.cell().copy();
        copy.partial = true;
        return new CellStats(copy);
    }

    /** Overall, then groups in their order, in each the most posts first, the rest last. */
    static Map<CellKey, CellStats> sorted(Map<CellKey, CellStats> cells, Map<List<String>, GroupInfo> groups) {
        Map<List<String>, Integer> ranks = new HashMap<>();
        groups.keySet().forEach(group -> ranks.put(group, ranks.size()));
        List<Map.Entry<CellKey, CellStats>> entries = new ArrayList<>(cells.entrySet());
        entries.sort((a, b) -> {
            CellKey x = a.getKey();
            CellKey y = b.getKey();
            int order = Integer.compare(ranks.getOrDefault(x.dimensions(), -1), ranks.getOrDefault(y.dimensions(), -1));
            order = order != 0 ? order : Boolean.compare(x.rest(), y.rest());
            order = order != 0
                    ? order
                    : Long.compare(b.getValue().posts(), a.getValue().posts());
            return order != 0 ? order : x.toString().compareTo(y.toString());
        });
        Map<CellKey, CellStats> sorted = new LinkedHashMap<>();
        entries.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    /** All of it, for {@link #fromBytes}; begins with a version of the format. */
    public byte[] toBytes() {
        return SnapshotCodec.write(this);
    }

    /**
     * What {@link #toBytes()} wrote, here or elsewhere.
     *
     * @throws IllegalArgumentException if it did not, or if a newer version of this library did
     */
    public static WindowSnapshot fromBytes(byte[] bytes) {
        return SnapshotCodec.read(bytes);
    }

    @Override
    public String toString() {
        return "WindowSnapshot[" + window + ", " + start + " to " + end + ", " + state + ", revision=" + revision
                + ", cells=" + cells.size() + "]";
    }
}
