package dev.sentiment4j.reddit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subreddits that are read together. One of them that cannot be read, since it is private, banned or misspelt,
 * makes Reddit refuse all; so it is looked for by halves, and left out for a while. Used by one thread;
 * {@link #leftOut} may be called from any.
 */
final class Subreddits {
    /** How long one that cannot be read is left out. */
    static final Duration REST = Duration.ofHours(1);

    private final List<String> all;
    /** When each that is left out is asked for again, in nanoseconds. */
    private final Map<String, Long> resting = new LinkedHashMap<>();
    /** Since when each was not read, in milliseconds of the wall clock; until it is read again. */
    private final Map<String, Long> missed = new LinkedHashMap<>();

    private final Deque<List<String>> suspects = new ArrayDeque<>();
    private String listing = "";
    private boolean found;
    private volatile List<String> leftOut = List.of();

    Subreddits(List<String> all) {
        this.all = all;
    }

    /** The path of a listing of those that can be read. */
    String path(String kind) {
        return path(readable(), kind);
    }

    private static String path(List<String> names, String kind) {
        return "/r/" + String.join("+", names) + "/" + kind;
    }

    private List<String> readable() {
        return all.stream().filter(name -> !resting.containsKey(name)).toList();
    }

    /** Those that are left out for now. */
    List<String> leftOut() {
        return leftOut;
    }

    /** Those whose time has come are asked for again, with the others. */
    void wake(long now) {
        if (!isSearching() && resting.values().removeIf(until -> now - until >= 0)) {
            leftOut = List.copyOf(resting.keySet());
        }
    }

    /**
     * A listing of them was refused.
     *
     * @return whether it may be the fault of some, which {@link #suspect} will tell; else all are refused
     */
    boolean refused(String kind) {
        List<String> readable = readable();
        if (readable.size() < 2) {
            return false;
        }
        listing = kind;
        found = false;
        halve(readable);
        return true;
    }

    boolean isSearching() {
        return !suspects.isEmpty();
    }

    /** The path to ask for next, to learn whether it can be read. */
    String suspect() {
        return path(suspects.element(), listing);
    }

    /** Those that were asked for can be read. */
    void cleared() {
        suspects.remove();
    }

    /**
     * Those that were asked for are refused.
     *
     * @return the one that cannot be read and is left out from now on; null if it is one of several
     */
    @Nullable
    String convicted(long now, long wallMillis) {
        List<String> group = suspects.remove();
        if (group.size() > 1) {
            halve(group);
            return null;
        }
        found = true;
        String name = group.get(0);
        resting.put(name, now + REST.toNanos());
        missed.putIfAbsent(name, wallMillis);
        leftOut = List.copyOf(resting.keySet());
        return name;
    }

    private void halve(List<String> group) {
        suspects.addFirst(group.subList(group.size() / 2, group.size()));
        suspects.addFirst(group.subList(0, group.size() / 2));
    }

    /** Whether the last search has found nobody to leave out. */
    boolean isUnexplained() {
        return !isSearching() && !found;
    }

    boolean isEmpty() {
        return resting.size() == all.size();
    }

    /** Those that are read again, and since when they were not; each is told once. */
    Map<String, Long> returned() {
        if (missed.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> returned = new LinkedHashMap<>(missed);
        returned.keySet().removeAll(resting.keySet());
        missed.keySet().retainAll(new ArrayList<>(resting.keySet()));
        return returned;
    }
}
