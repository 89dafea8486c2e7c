package dev.sentiment4j.text;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one text. It keeps the tokens since the last character that no emoji starts with, because a zero-width
 * joiner behind an emoji makes the pass step back and read that emoji again, this time not across the joiner. Every
 * step back marks one joiner for good and spans at most two tokens, so the pass is linear.
 *
 * <p>The steps back, with all that is odd about them, follow the tokenizer of Python's emoji package: models were
 * trained on what it gave.
 */
final class EmojiScanner {
    private static final char JOINER = '\u200D';

    private final EmojiTrie trie;
    private final String text;
    private final StringBuilder out;
    /** Joiners that have made the pass step back; they are read over from then on. */
    private final BitSet passed = new BitSet();

    private int[] starts = new int[8];
    private int[] ends = new int[8];
    /** What a token becomes, null for itself. */
    private @Nullable String[] names = new @Nullable String[8];

    private int size;

    EmojiScanner(EmojiTrie trie, String text) {
        this.trie = trie;
        this.text = text;
        this.out = new StringBuilder(text.length() + 32);
    }

    String replaced() {
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            int end = i + Character.charCount(codePoint);
            if (codePoint == JOINER && passed.get(i)) {
                i = end;
                continue;
            }
            if (trie.isRoot(codePoint)) {
                int matched = match(i, end);
                if (matched > i) {
                    i = matched;
                    continue;
                }
            } else if (codePoint == JOINER && joinsEmoji(i)) {
                passed.set(i);
                i = stepBack(i);
                continue;
            } else {
                flush();
            }
            if (codePoint != '\uFE0E' && codePoint != '\uFE0F') {
                push(i, end, null);
            }
            i = end;
        }
        flush();
        return out.toString();
    }

    /** Follows the tree as far as it goes; a branch that ends without a name is no match, even if it passed one. */
    private int match(int start, int secondCharacter) {
        int node = trie.next(EmojiTrie.ROOT, text.codePointAt(start));
        int i = secondCharacter;
        while (i < text.length() && !passed.get(i)) {
            int codePoint = text.codePointAt(i);
            int next = trie.next(node, codePoint);
            if (next == EmojiTrie.NONE) {
                break;
            }
            node = next;
            i += Character.charCount(codePoint);
        }
        String name = trie.name(node);
        if (name == null) {
            return start;
        }
        push(start, i, name);
        return i;
    }

    private boolean joinsEmoji(int joiner) {
        return size > 0 && isEmoji(size - 1) && trie.isRoot(text.codePointBefore(joiner));
    }

    /** A token that is an emoji by itself may have been left as it was on a branch that ended nowhere. */
    private boolean isEmoji(int token) {
        if (names[token] != null) {
            return true;
        }
        int node = trie.next(EmojiTrie.ROOT, text.codePointAt(starts[token]));
        return node != EmojiTrie.NONE && trie.name(node) != null;
    }

    /** Counts in code points, since over a joiner passed before it lands beside the start of a token. */
    private int stepBack(int joiner) {
        int last = size - 1;
        if (!isComponent(last)) {
            size = last;
            return text.offsetByCodePoints(joiner, -length(last));
        }
        int before = last > 0 ? length(last - 1) : 0;
        int back = text.offsetByCodePoints(joiner, -before - length(last));
        if (text.charAt(back) == JOINER) {
            size = last;
            return back + 1;
        }
        size = Math.max(0, last - 1);
        return back;
    }

    private int length(int token) {
        return text.codePointCount(starts[token], ends[token]);
    }

    /** Hair and skin tones, which change the emoji before them. */
    private boolean isComponent(int token) {
        int codePoint = text.codePointAt(starts[token]);
        boolean component =
                CodePoints.between(codePoint, 0x1F9B0, 0x1F9B3) || CodePoints.between(codePoint, 0x1F3FB, 0x1F3FF);
        return component && ends[token] - starts[token] == 2;
    }

    private void push(int start, int end, @Nullable String name) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
            names = Arrays.copyOf(names, size * 2);
        }
        starts[size] = start;
        ends[size] = end;
        names[size] = name;
        size++;
    }

    private void flush() {
        for (int i = 0; i < size; i++) {
            String name = names[i];
            if (name == null) {
                out.append(text, starts[i], ends[i]);
            } else {
                out.append(name);
            }
        }
        size = 0;
    }
}
