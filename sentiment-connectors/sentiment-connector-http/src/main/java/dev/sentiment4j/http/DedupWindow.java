package dev.sentiment4j.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the ids seen last, so that each is taken once: a set that forgets the one that was added first when it is
 * full. Memory: some 150 bytes an id. Not thread-safe.
 */
public final class DedupWindow {
    private final Map<String, Boolean> seen;

    /**
     * An empty window.
     *
     * @param capacity ids at most; at least 1
     */
    public DedupWindow(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity = " + capacity + ": must be at least 1");
        }
        this.seen = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Whether the id is new here; it is remembered from now on. */
    public boolean add(String id) {
        return seen.putIfAbsent(id, Boolean.TRUE) == null;
    }

    public boolean contains(String id) {
        return seen.containsKey(id);
    }

    public int size() {
        return seen.size();
    }
}
