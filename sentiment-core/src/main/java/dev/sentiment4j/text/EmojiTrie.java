package dev.sentiment4j.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Emoji by their code points, in flat arrays: nodes are numbers, the root is 0, edges sit in one open hash table. */
final class EmojiTrie {
    static final int ROOT = 0;
    static final int NONE = -1;

    private final long[] keys;
    private final int[] targets;
    private final @Nullable String[] names;
    private final BitSet roots = new BitSet();
    /** Code points without which no text changes. */
    private final BitSet triggers = new BitSet();

    EmojiTrie(Map<String, String> emoji) {
        Map<Long, Integer> edges = new HashMap<>();
        List<@Nullable String> nodes = new ArrayList<>();
        nodes.add(null);
        emoji.forEach((sequence, name) -> {
            int node = ROOT;
            int codePoint;
            for (int i = 0; i < sequence.length(); i += Character.charCount(codePoint)) {
                codePoint = sequence.codePointAt(i);
                Integer next = edges.putIfAbsent(key(node, codePoint), nodes.size());
                if (next == null) {
                    next = nodes.size();
                    nodes.add(null);
                }
                node = next;
            }
            nodes.set(node, ' ' + name + ' ');
        });
        this.names = nodes.toArray(new @Nullable String[0]);
        this.keys = new long[Integer.highestOneBit(Math.max(4, edges.size())) * 4];
        this.targets = new int[keys.length];
        edges.forEach(this::put);
        findTriggers(edges);
    }

    /**
     * Digits, # and * start keycaps. So that plain text with digits is not looked at twice, they do not count; what
     * must follow them does.
     */
    private void findTriggers(Map<Long, Integer> edges) {
        BitSet quiet = new BitSet();
        edges.forEach((edge, target) -> {
            if (edge >>> 21 == ROOT) {
                int codePoint = (int) (edge & 0x1F_FFFF);
                roots.set(codePoint);
                if (codePoint < 0x80 && names[target] == null) {
                    quiet.set(target);
                } else {
                    triggers.set(codePoint);
                }
            }
        });
        edges.forEach((edge, target) -> {
            if (quiet.get((int) (edge >>> 21))) {
                triggers.set((int) (edge & 0x1F_FFFF));
            }
        });
        triggers.set('\uFE0E');
        triggers.set('\uFE0F');
    }

    private void put(long key, int target) {
        int slot = slot(key);
        while (keys[slot] != 0) {
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = key + 1;
        targets[slot] = target;
    }

    /** The node that an edge leads to, or {@link #NONE}. */
    int next(int node, int codePoint) {
        long key = key(node, codePoint);
        int slot = slot(key);
        while (keys[slot] != 0) {
            if (keys[slot] == key + 1) {
                return targets[slot];
            }
            slot = (slot + 1) & (keys.length - 1);
        }
        return NONE;
    }

    /** The name at a node with a space at either end, or null where no emoji ends. */
    @Nullable
    String name(int node) {
        return names[node];
    }

    boolean isRoot(int codePoint) {
        return roots.get(codePoint);
    }

    /** Whether the text may change, judged by the part from {@code from} unless ASCII has names too. */
    boolean touches(String text, int from) {
        int codePoint;
        int start = triggers.nextSetBit(0) < 0x80 ? 0 : from;
        for (int i = start; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (triggers.get(codePoint)) {
                return true;
            }
        }
        return false;
    }

    private int slot(long key) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & (keys.length - 1);
    }

    private static long key(int node, int codePoint) {
        return ((long) node << 21) | codePoint;
    }
}
