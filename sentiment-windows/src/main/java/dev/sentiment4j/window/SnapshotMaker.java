package dev.sentiment4j.window;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts windows together from their panes. Not thread-safe. */
final class SnapshotMaker {
    private final Ledger ledger;

    SnapshotMaker(Ledger ledger) {
        this.ledger = ledger;
    }

    /** A window that ends there, as it stands. */
    WindowSnapshot make(WindowSpec window, long end, WindowSnapshot.State state, int revision) {
        long start = end - window.size().toMillis();
        List<Pane> panes = panes(start, end);
        panes.forEach(Pane::freshen);
        Map<CellKey, CellStats> cells = new HashMap<>();
        put(cells, CellKey.OVERALL, sum(panes.stream().map(p -> p.overall).toList()));
        Map<List<String>, GroupInfo> infos = new LinkedHashMap<>();
        List<List<String>> groups = ledger.options.groups();
        for (int i = 0; i < groups.size(); i++) {
            infos.put(groups.get(i), group(groups.get(i), i, panes, cells));
        }
        return new WindowSnapshot(
                window.name(),
                Instant.ofEpochMilli(start),
                Instant.ofEpochMilli(end),
                state,
                revision,
                WindowSnapshot.sorted(cells, infos),
                infos);
    }

    boolean hasPosts(long start, long end) {
        return panes(start, end).stream().anyMatch(pane -> pane.overall.posts > 0);
    }

    private List<Pane> panes(long start, long end) {
        return List.copyOf(ledger.panes
                .subMap(start / ledger.paneMillis, true, end / ledger.paneMillis, false)
                .values());
    }

    /** The cells of a group; the smallest beyond the limit go to the rest. */
    private GroupInfo group(List<String> names, int number, List<Pane> panes, Map<CellKey, CellStats> cells) {
        Map<Object, List<Cell>> parts = new HashMap<>();
        List<Cell> rest = new ArrayList<>();
        UltraLogLog restValues = null;
        for (Pane pane : panes) {
            GroupCells group = pane.groups.get(number);
            group.cells.forEach((value, cell) -> {
                if (cell.posts > 0) {
                    parts.computeIfAbsent(value, v -> new ArrayList<>()).add(cell);
                }
            });
            if (group.rest != null && group.rest.posts > 0 && group.restValues != null) {
                rest.add(group.rest);
                restValues = restValues == null ? group.restValues.copy() : restValues.add(group.restValues);
            }
        }
        List<Map.Entry<Object, Cell>> sums = new ArrayList<>();
        parts.forEach((value, some) -> {
            Cell sum = sum(some);
            sum.partial = panes.stream().anyMatch(pane -> mayLack(pane.groups.get(number), value));
            sums.add(Map.entry(value, sum));
        });
        int most = ledger.options.maxCells();
        if (sums.size() > most) {
            sums.sort(Map.Entry.<Object, Cell>comparingByValue((a, b) -> Long.compare(b.posts, a.posts))
                    .thenComparing(entry -> entry.getKey().toString()));
            restValues = restValues == null ? UltraLogLog.create(Sketches.PRECISION) : restValues;
            for (Map.Entry<Object, Cell> folded : sums.subList(most, sums.size())) {
                rest.add(folded.getValue());
                restValues.add(Sketches.hash(folded.getKey().toString()));
            }
            sums.subList(most, sums.size()).clear();
        }
        for (Map.Entry<Object, Cell> sum : sums) {
            put(cells, key(names, sum.getKey()), sum.getValue());
        }
        if (!rest.isEmpty()) {
            Cell sum = sum(rest);
            sum.partial = false;
            put(cells, CellKey.restOf(names), sum);
        }
        return new GroupInfo(Ledger.without(panes.stream(), number), restValues);
    }

    /** Whether posts of this value may be in the rest of that pane. */
    private static boolean mayLack(GroupCells group, Object value) {
        return group.hasRest() && !group.cells.containsKey(value);
    }

    @SuppressWarnings("unchecked") // as the ledger makes it: a string, or a list of strings
    private static CellKey key(List<String> names, Object value) {
        List<String> values = value instanceof String one ? List.of(one) : (List<String>) value;
        return new CellKey(names, values, false);
    }

    private Cell sum(List<Cell> parts) {
        Cell sum = new Cell(new Emotions(), ledger.options.sketches(), ledger.options.samples());
        parts.forEach(sum::add);
        return sum;
    }

    private static void put(Map<CellKey, CellStats> cells, CellKey key, Cell cell) {
        if (cell.posts > 0) {
            cells.put(key, new CellStats(cell));
        }
    }

    /** For messages. */
    static String names(List<WindowSpec> windows) {
        return windows.stream().map(WindowSpec::name).collect(Collectors.joining(", "));
    }

    static @Nullable WindowSpec find(List<WindowSpec> windows, String name) {
        return windows.stream().filter(w -> w.name().equals(name)).findFirst().orElse(null);
    }
}
