package dev.sentiment4j.window;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time that no window divides: windows are put together from whole panes, so that each post is counted
 * once, however many windows it is in. Not thread-safe.
 */
final class Pane {
    /** Its start, in units of its length since 1970. */
    final long number;

    final Cell overall;
    final List<GroupCells> groups;
    /** Posts that are still remembered. */
    int rows;
    /** Posts that are counted, but no longer remembered. */
    long forgotten;

    private @Nullable Row first;
    private @Nullable Row last;
    private boolean dirty;

    Pane(long number, Cell overall, List<GroupCells> groups) {
        this.number = number;
        this.overall = overall;
        this.groups = groups;
    }

    void add(Row row, long toxicFrom, long churnFrom) {
        for (Cell cell : row.cells) {
            if (cell != null) {
                cell.add(row, toxicFrom, churnFrom);
            }
        }
        link(row);
    }

    /** Remembers a post that is counted. */
    void link(Row row) {
        row.previous = last;
        if (last == null) {
            first = row;
        } else {
            last.next = row;
        }
        last = row;
        rows++;
    }

    void remove(Row row, long toxicFrom, long churnFrom) {
        for (Cell cell : row.cells) {
            if (cell != null) {
                cell.remove(row, toxicFrom, churnFrom);
                dirty |= cell.dirty;
            }
        }
        unlink(row);
    }

    /** The oldest post, which stays counted, but is no longer remembered; null if none is. */
    @Nullable
    Row forget() {
        Row oldest = first;
        if (oldest != null) {
            unlink(oldest);
            forgotten++;
        }
        return oldest;
    }

    private void unlink(Row row) {
        if (row.previous == null) {
            first = row.next;
        } else {
            row.previous.next = row.next;
        }
        if (row.next == null) {
            last = row.previous;
        } else {
            row.next.previous = row.previous;
        }
        row.previous = null;
        row.next = null;
        rows--;
    }

    @Nullable
    Row first() {
        return first;
    }

    /** Makes sketches and samples of cells that lost posts anew, from the posts that are left. */
    void freshen() {
        if (!dirty) {
            return;
        }
        dirty = false;
        Set<Cell> wiped = Collections.newSetFromMap(new IdentityHashMap<>());
        freshen(overall, wiped);
        for (GroupCells group : groups) {
            group.cells.values().forEach(cell -> freshen(cell, wiped));
            if (group.rest != null) {
                freshen(group.rest, wiped);
            }
        }
        for (Row row = first; row != null && !wiped.isEmpty(); row = row.next) {
            for (Cell cell : row.cells) {
                if (cell != null && wiped.contains(cell)) {
                    cell.sketch(row);
                }
            }
        }
    }

    private void freshen(Cell cell, Set<Cell> wiped) {
        if (!cell.dirty) {
            return;
        }
        if (forgotten > 0) {
            cell.dirty = false;
            cell.blurred = true;
        } else {
            cell.wipe();
            wiped.add(cell);
        }
    }
}
