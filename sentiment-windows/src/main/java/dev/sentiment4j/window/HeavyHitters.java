package dev.sentiment4j.window;

import java.util.HashMap;
import java.util.Map;

/**
 * Values that are frequent among very many, in bounded memory: Misra and Gries (1982), taking away in lots as Anderson
 * et al. (2017) do. A value that makes up more than one in {@code capacity / 2} of what was added is there. Not
 * thread-safe.
 */
final class HeavyHitters {
    private final int capacity;
    private final Map<Object, Long> counts = new HashMap<>();

    HeavyHitters(int capacity) {
        this.capacity = Math.max(16, capacity);
    }

    void add(Object value) {
        counts.merge(value, 1L, Long::sum);
        if (counts.size() > capacity) {
            long[] sorted = counts.values().stream().mapToLong(c -> c).sorted().toArray();
            long median = sorted[sorted.length / 2];
            counts.replaceAll((v, count) -> count - median);
            counts.values().removeIf(count -> count <= 0);
        }
    }

    /** Lets the past count half. */
    void age() {
        counts.replaceAll((v, count) -> count / 2);
        counts.values().removeIf(count -> count <= 0);
    }

    /** Lower bounds of how often each came. */
    Map<Object, Long> counts() {
        return counts;
    }
}
