package dev.sentiment4j.reddit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The newest items that were seen, by when they were written. What was written up to the {@linkplain #floor floor} is
 * not remembered one by one, and counts as seen: an old item that a listing shows again is never taken for a new one.
 * Used by one thread.
 */
final class SeenWindow {
    /** An item: newer ones are greater. */
    record Entry(long created, String name) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(created, other.created);
            return byTime != 0 ? byTime : name.compareTo(other.name);
        }
    }

    private final int capacity;
    private final TreeSet<Entry> order = new TreeSet<>();
    private final Map<String, Entry> names = new HashMap<>();
    private long floor = Long.MIN_VALUE;
    private long high = Long.MIN_VALUE;

    SeenWindow(int capacity) {
        this.capacity = capacity;
    }

    boolean isSeen(String name, long created) {
        return created <= floor || names.containsKey(name);
    }

    void add(String name, long created) {
        high = Math.max(high, created);
        Entry entry = new Entry(created, name);
        if (created <= floor || names.putIfAbsent(name, entry) != null) {
            return;
        }
        order.add(entry);
        while (order.size() > capacity) {
            Entry oldest = order.pollFirst();
            names.remove(oldest.name());
            raiseFloor(oldest.created());
        }
    }

    /** Everything up to this moment counts as seen. */
    void raiseFloor(long created) {
        floor = Math.max(floor, created);
    }

    long floor() {
        return floor;
    }

    /** When the newest item was written; {@link Long#MIN_VALUE} before there was one. */
    long high() {
        return high;
    }

    /** Whether nothing was ever seen. */
    boolean isBlank() {
        return high == Long.MIN_VALUE && floor == Long.MIN_VALUE;
    }

    int size() {
        return order.size();
    }

    /** Items, the newest first. */
    List<Entry> newestFirst() {
        return new ArrayList<>(order.descendingSet());
    }
}
