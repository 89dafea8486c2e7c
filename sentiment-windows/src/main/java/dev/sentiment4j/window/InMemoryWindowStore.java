package dev.sentiment4j.window;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The latest windows of each name, in memory. Thread-safe. */
public final class InMemoryWindowStore implements WindowStore {
    private final int maxWindows;
    private final Map<String, NavigableMap<Instant, WindowSnapshot>> windows = new HashMap<>();

    /**
     * An empty store.
     *
     * @param maxWindows how many windows of a name it keeps: the latest; at least 1
     */
    public InMemoryWindowStore(int maxWindows) {
        if (maxWindows < 1) {
            throw new IllegalArgumentException("maxWindows = " + maxWindows + ": must be at least 1");
        }
        this.maxWindows = maxWindows;
    }

    @Override
    public synchronized void put(WindowSnapshot window) {
        NavigableMap<Instant, WindowSnapshot> kept = windows.computeIfAbsent(window.window(), name -> new TreeMap<>());
        kept.merge(window.start(), window, (old, fresh) -> fresh.revision() < old.revision() ? old : fresh);
        if (kept.size() > maxWindows) {
            kept.pollFirstEntry();
        }
    }

    @Override
    public synchronized Optional<WindowSnapshot> latest(String window) {
        NavigableMap<Instant, WindowSnapshot> kept = windows.get(window);
        return kept == null ? Optional.empty() : Optional.of(kept.lastEntry().getValue());
    }

    @Override
    public synchronized List<WindowSnapshot> between(String window, Instant from, Instant to) {
        NavigableMap<Instant, WindowSnapshot> kept = windows.get(window);
        return kept == null || from.isAfter(to)
                ? List.of()
                : List.copyOf(kept.subMap(from, true, to, false).values());
    }
}
