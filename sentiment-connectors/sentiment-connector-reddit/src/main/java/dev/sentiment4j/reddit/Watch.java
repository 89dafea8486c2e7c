package dev.sentiment4j.reddit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Items that were delivered, and when to look at each again: once at every age, so each age has a queue in order of
 * time. Times are those of the wall clock in milliseconds, as they outlive the process. Used by one thread.
 */
final class Watch {
    /** An item that does not come is looked for once more after so long, before it counts as deleted. */
    private static final Duration AGAIN = Duration.ofMinutes(2);

    /** An item as it was when it was seen last. */
    static final class Watched {
        final String name;
        final long since;
        int stage;
        long edited;
        boolean hasAuthor;
        boolean missed;

        Watched(String name, long since, int stage, long edited, boolean hasAuthor) {
            this.name = name;
            this.since = since;
            this.stage = stage;
            this.edited = edited;
            this.hasAuthor = hasAuthor;
        }

        Watched copy() {
            return new Watched(name, since, stage, edited, hasAuthor);
        }
    }

    private record Due(Watched item, long at) {}

    private final List<Duration> ages;
    private final int capacity;
    private final Map<String, Watched> items = new LinkedHashMap<>();
    private final Set<String> recent = new LinkedHashSet<>();
    private final List<Deque<Due>> queues = new ArrayList<>();
    private final Map<String, Watched> unsettled = new ConcurrentHashMap<>();
    private final Deque<Due> missing = new ArrayDeque<>();
    private long changes;

    Watch(List<Duration> ages, int capacity) {
        this.ages = ages;
        this.capacity = capacity;
        ages.forEach(age -> queues.add(new ArrayDeque<>()));
    }

    /** Looks after an item from now on. */
    void add(String name, long now, long edited, boolean hasAuthor) {
        add(new Watched(name, now, 0, edited, hasAuthor));
    }

    /** Looks after an item that has been looked after before. */
    void add(Watched item) {
        if (item.stage >= ages.size() || items.putIfAbsent(item.name, item) != null) {
            return;
        }
        changes++;
        recent.add(item.name);
        schedule(item);
        if (items.size() > capacity) {
            String oldest = items.keySet().iterator().next();
            recent.remove(oldest);
            forget(oldest);
        }
    }

    private void schedule(Watched item) {
        queues.get(item.stage)
                .add(new Due(item, item.since + ages.get(item.stage).toMillis()));
    }

    void forget(String name) {
        // Its places in the queues are skipped when they come.
        if (items.remove(name) != null) {
            changes++;
        }
    }

    @Nullable
    Watched get(String name) {
        return items.get(name);
    }

    int size() {
        return items.size();
    }

    long changes() {
        return changes;
    }

    /**
     * What was told of an item is not acknowledged: until it is, {@link #all} has the item as it was before, so that it
     * is told again after a crash. May be called with {@link #settled} from any thread.
     */
    void unsettled(String delivery, Watched before) {
        unsettled.put(delivery, before);
        changes++;
    }

    /** What was told is acknowledged; returns whether it was something of ours. */
    boolean settled(String delivery) {
        return unsettled.remove(delivery) != null;
    }

    /** Those of {@link #all} that came since {@link #kept}. */
    List<Watched> recent() {
        Map<String, Watched> some = new LinkedHashMap<>();
        for (String name : recent) {
            Watched item = items.get(name);
            if (item != null) {
                some.put(name, item);
            }
        }
        return asKnownLeast(some, recent);
    }

    /** How many items came since {@link #kept}. */
    int recentSize() {
        return recent.size();
    }

    /** All items are kept. */
    void kept() {
        recent.clear();
    }

    /** All items as they are to be kept. */
    List<Watched> all() {
        return asKnownLeast(new LinkedHashMap<>(items), null);
    }

    /** Puts what is unsettled in its older state: the oldest of each counts, which is the one that knows least. */
    private List<Watched> asKnownLeast(Map<String, Watched> all, @Nullable Set<String> only) {
        for (Watched before : unsettled.values()) {
            if (only != null && !only.contains(before.name)) {
                continue;
            }
            all.merge(
                    before.name,
                    before,
                    (one, other) ->
                            other.stage < one.stage || other.edited < one.edited || (other.hasAuthor && !one.hasAuthor)
                                    ? other
                                    : one);
        }
        return new ArrayList<>(all.values());
    }

    /** When the next item is due; {@link Long#MAX_VALUE} if none will be. */
    long nextDue() {
        long next = Long.MAX_VALUE;
        for (Deque<Due> queue : all(queues, missing)) {
            drop(queue);
            Due first = queue.peek();
            next = first == null ? next : Math.min(next, first.at);
        }
        return next;
    }

    /** Takes up to so many items that are due. */
    List<Watched> take(long now, int max) {
        List<Watched> due = new ArrayList<>();
        for (Deque<Due> queue : all(queues, missing)) {
            while (due.size() < max) {
                drop(queue);
                Due first = queue.peek();
                if (first == null || first.at > now) {
                    break;
                }
                due.add(queue.remove().item);
            }
        }
        return due;
    }

    /** The items could not be looked at: they are due as before. */
    void giveBack(List<Watched> taken, long now) {
        for (int i = taken.size() - 1; i >= 0; i--) {
            missing.addFirst(new Due(taken.get(i), now));
        }
    }

    /** An item was there: it is looked at again at its next age, if there is one. */
    void present(Watched item) {
        item.missed = false;
        item.stage++;
        changes++;
        if (item.stage < ages.size()) {
            schedule(item);
        } else {
            forget(item.name);
        }
    }

    /**
     * An item did not come.
     *
     * @return whether that was the second time, and it counts as deleted
     */
    boolean absent(Watched item, long now) {
        if (item.missed) {
            return true;
        }
        item.missed = true;
        missing.add(new Due(item, now + AGAIN.toMillis()));
        return false;
    }

    private void drop(Deque<Due> queue) {
        for (Due first = queue.peek();
                first != null && items.get(first.item.name) != first.item;
                first = queue.peek()) {
            queue.remove();
        }
    }

    private static List<Deque<Due>> all(List<Deque<Due>> queues, Deque<Due> missing) {
        List<Deque<Due>> all = new ArrayList<>(queues);
        all.add(0, missing);
        return all;
    }
}
