package dev.sentiment4j.window;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import org.jspecify.annotations.Nullable;

/**
 * What a window tells of a group besides its cells. Immutable and thread-safe.
 *
 * <p>The posts of its cells, those of the rest, and those without a value are all the posts of the window.
 */
public final class GroupInfo {
    private final long without;
    private final @Nullable UltraLogLog restValues;

    /** Takes the counter over. */
    GroupInfo(long without, @Nullable UltraLogLog restValues) {
        this.without = without;
        this.restValues = restValues;
    }

    /** How many posts have no value in one of the group's dimensions. */
    public long postsWithoutValue() {
        return without;
    }

    /** How many values are in the cell of the rest, estimated with a standard error of 1.7 %. */
    public long restValues() {
        return restValues == null ? 0 : Math.round(restValues.getDistinctCountEstimate());
    }

    @Nullable
    UltraLogLog counter() {
        return restValues;
    }

    /** Both together. */
    GroupInfo merge(GroupInfo other) {
        return new GroupInfo(without + other.without, merge(restValues, other.restValues));
    }

    private static @Nullable UltraLogLog merge(@Nullable UltraLogLog a, @Nullable UltraLogLog b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return UltraLogLog.merge(a, b);
    }

    @Override
    public String toString() {
        return "GroupInfo[postsWithoutValue=" + without + ", restValues=" + restValues() + "]";
    }
}
