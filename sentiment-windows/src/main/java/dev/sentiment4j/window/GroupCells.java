package dev.sentiment4j.window;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one group in one pane: at most so many, and one for the rest. A value gets a cell when its first post
 * comes, or never in this pane: so a cell always has all posts of its value. Places are kept for values that were
 * frequent before. Not thread-safe.
 */
final class GroupCells {
    /** By value: a string, or the list of them for several dimensions. */
    final Map<Object, Cell> cells = new HashMap<>();

    final Set<Object> expected;
    private final HeavyHitters outside;
    private final Supplier<Cell> fresh;
    private int free;

    @Nullable
    Cell rest;

    @Nullable
    UltraLogLog restValues;

    /** A group without cells; what got none in it is told to {@code outside}. */
    GroupCells(int maxCells, @Nullable GroupCells before, HeavyHitters outside, Supplier<Cell> fresh) {
        this.outside = outside;
        this.fresh = fresh;
        this.expected = before == null ? Set.of() : frequent(maxCells, before, outside);
        this.free = maxCells - expected.size();
        outside.age();
    }

    /** Up to three quarters of the places are kept, so that new values have a chance as well. */
    private static Set<Object> frequent(int maxCells, GroupCells before, HeavyHitters outside) {
        Map<Object, Long> counts = new HashMap<>(outside.counts());
        before.cells.forEach((value, cell) -> counts.merge(value, cell.posts, Math::max));
        // What came once among many will hardly come again.
        long least = Math.max(2, before.posts() / (10L * maxCells));
        counts.values().removeIf(count -> count < least);
        List<Map.Entry<Object, Long>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Map.Entry.<Object, Long>comparingByValue().reversed().thenComparing(entry -> entry.getKey()
                .toString()));
        Set<Object> frequent = new HashSet<>();
        for (Map.Entry<Object, Long> entry : sorted.subList(0, Math.min(sorted.size(), maxCells * 3 / 4))) {
            frequent.add(entry.getKey());
        }
        return frequent;
    }

    Cell cell(Object value) {
        Cell known = cells.get(value);
        if (known != null) {
            return known;
        }
        if (expected.contains(value) || free > 0) {
            return restored(value);
        }
        outside.add(value);
        if (restValues == null) {
            restValues = UltraLogLog.create(Sketches.PRECISION);
        }
        restValues.add(Sketches.hash(value.toString()));
        return openRest();
    }

    /** A cell for this value, whether there is a place or not. */
    Cell restored(Object value) {
        free -= expected.contains(value) ? 0 : 1;
        Cell cell = fresh.get();
        cells.put(value, cell);
        return cell;
    }

    Cell openRest() {
        if (rest == null) {
            rest = fresh.get();
        }
        return rest;
    }

    private long posts() {
        long posts = rest == null ? 0 : rest.posts;
        for (Cell cell : cells.values()) {
            posts += cell.posts;
        }
        return posts;
    }

    boolean hasRest() {
        return rest != null && rest.posts > 0;
    }
}
