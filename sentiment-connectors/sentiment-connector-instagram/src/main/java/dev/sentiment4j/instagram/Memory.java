package dev.sentiment4j.instagram;

import dev.sentiment4j.pipeline.CheckpointException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The ids that were seen, so many of those that were offered last, and which of them are acknowledged; with what else a
 * checkpoint holds. Thread-safe.
 */
final class Memory {
    private static final String FORMAT = "instagram 1";

    /** What is not acknowledged: of which target it is, and when it was written, in milliseconds. */
    private record Open(String target, long written) {}

    private final int capacity;
    private final Set<String> seen = new LinkedHashSet<>();
    private final Map<String, Open> open = new HashMap<>();
    private long changes;

    Memory(int capacity) {
        this.capacity = capacity;
    }

    /** Whether the id was seen; as it is offered still, it is forgotten after those that are not. */
    synchronized boolean meet(String id) {
        return seen.remove(id) && seen.add(id);
    }

    /** The id was delivered, and is not acknowledged. */
    synchronized void add(String id, String target, long written) {
        open.put(id, new Open(target, written));
        remember(id);
    }

    private void remember(String id) {
        if (seen.add(id) && seen.size() > capacity) {
            seen.remove(seen.iterator().next());
        }
        changes++;
    }

    synchronized void acknowledged(String id) {
        if (open.remove(id) != null) {
            changes++;
        }
    }

    synchronized long changes() {
        return changes;
    }

    synchronized int size() {
        return seen.size();
    }

    /** What is to be kept: where targets stand, and the ids that are acknowledged. */
    synchronized String write(Collection<Target> targets) {
        // What is open comes again, if it is offered still: nothing since then is safe.
        Map<String, Long> oldestOpen = new HashMap<>();
        open.values().forEach(each -> oldestOpen.merge(each.target, each.written, Math::min));
        StringBuilder text = new StringBuilder(FORMAT).append('\n');
        for (Target target : targets) {
            text.append("target ")
                    .append(Math.max(0, Math.min(target.read, oldestOpen.getOrDefault(target.key(), Long.MAX_VALUE))))
                    .append(' ')
                    .append(target.node.isEmpty() ? "-" : target.node)
                    .append(' ')
                    .append(target.key())
                    .append('\n');
        }
        seen.stream().filter(id -> !open.containsKey(id)).forEach(id -> text.append(id)
                .append('\n'));
        return text.toString();
    }

    /** Takes in what was kept; returns the lines of targets by their keys: time and node. */
    synchronized Map<String, String[]> read(String text, String where) {
        Map<String, String[]> targets = new LinkedHashMap<>();
        boolean first = true;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (first) {
                if (!line.equals(FORMAT)) {
                    throw damaged(where);
                }
                first = false;
            } else if (line.startsWith("target ")) {
                String[] parts = line.split(" ", 4);
                if (parts.length != 4 || !parts[1].matches("[0-9]{1,18}")) {
                    throw damaged(where);
                }
                targets.put(parts[3], new String[] {parts[1], parts[2]});
            } else {
                remember(line);
            }
        }
        if (first) {
            throw damaged(where);
        }
        return targets;
    }

    private static CheckpointException damaged(String where) {
        return CheckpointException.fatal(
                "checkpoint '" + where + "' is none of this version of the Instagram connector; delete it to begin"
                        + " anew, or set another InstagramSourceOptions.checkpointKey",
                null);
    }
}
