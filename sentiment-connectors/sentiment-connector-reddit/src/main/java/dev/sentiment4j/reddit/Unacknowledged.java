package dev.sentiment4j.reddit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Items that were delivered and not acknowledged, which a checkpoint must not call seen. Thread-safe. */
final class Unacknowledged {
    private final Map<String, Long> created = new HashMap<>();
    private final TreeMap<Long, Integer> counts = new TreeMap<>();
    private long changes;

    synchronized void add(String name, long at) {
        if (created.putIfAbsent(name, at) == null) {
            counts.merge(at, 1, Integer::sum);
        }
    }

    synchronized void remove(String name) {
        Long at = created.remove(name);
        if (at != null) {
            counts.computeIfPresent(at, (key, count) -> count == 1 ? null : count - 1);
            changes++;
        }
    }

    /** When the oldest was written; {@link Long#MAX_VALUE} if there is none. */
    synchronized long oldest() {
        return counts.isEmpty() ? Long.MAX_VALUE : counts.firstKey();
    }

    synchronized Set<String> names() {
        return Set.copyOf(created.keySet());
    }

    /** Grows with each acknowledgement. */
    synchronized long changes() {
        return changes;
    }
}
