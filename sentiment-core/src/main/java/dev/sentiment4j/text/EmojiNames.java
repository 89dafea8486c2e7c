package dev.sentiment4j.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What emoji are called. The names belong to a model, since it has learnt them, so they come with its bundle: a file
 * with one emoji a line, its code points in hex with spaces between them, a tab, and the name.
 *
 * <pre>{@code
 * 1F602    face with tears of joy
 * 2764 FE0F    red heart
 * }</pre>
 *
 * Immutable and thread-safe.
 */
public final class EmojiNames {
    private final Map<String, String> names;
    private final EmojiTrie trie;

    private EmojiNames(Map<String, String> names) {
        this.names = names;
        this.trie = new EmojiTrie(names);
    }

    /**
     * Names of one's own.
     *
     * @param names from an emoji, which may be a sequence of many code points, to its name
     * @throws IllegalArgumentException if there is none, or an emoji or a name is empty
     */
    public static EmojiNames of(Map<String, String> names) {
        Map<String, String> copy = new LinkedHashMap<>(names);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("emoji names are empty: give at least one");
        }
        copy.forEach((emoji, name) -> {
            if (emoji.isEmpty() || name.isEmpty()) {
                throw new IllegalArgumentException("an emoji or the name of one is empty: give both");
            }
        });
        return new EmojiNames(copy);
    }

    /**
     * Reads a file of names. Blank lines are skipped.
     *
     * @param in UTF-8; the caller closes it
     * @throws IOException if it cannot be read or is not such a file, naming the line
     */
    public static EmojiNames read(InputStream in) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        Map<String, String> names = new LinkedHashMap<>(4096);
        int number = 0;
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    readLine(line, number, names);
                }
            }
        } catch (CharacterCodingException e) {
            throw new IOException("not UTF-8 after line " + number + ": save the emoji names as UTF-8", e);
        }
        if (names.isEmpty()) {
            throw new IOException("no emoji names in it: expected lines of code points in hex, a tab and a name");
        }
        return new EmojiNames(names);
    }

    private static void readLine(String line, int number, Map<String, String> names) throws IOException {
        int tab = line.indexOf('\t');
        String name = line.substring(tab + 1).strip();
        if (tab < 1 || name.isEmpty()) {
            throw new IOException("line " + number + " of the emoji names has no code points, tab and name");
        }
        StringBuilder emoji = new StringBuilder();
        try {
            for (String point : line.substring(0, tab).strip().split(" +", -1)) {
                emoji.appendCodePoint(Integer.parseInt(point, 16));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("line " + number + " of the emoji names has code points that are not hex", e);
        }
        if (names.putIfAbsent(emoji.toString(), name) != null) {
            throw new IOException("line " + number + " of the emoji names repeats an emoji: keep one line for each");
        }
    }

    /** How many emoji have a name. */
    public int size() {
        return names.size();
    }

    /** The name of exactly this sequence of code points. */
    public Optional<String> name(String emoji) {
        return Optional.ofNullable(names.get(Objects.requireNonNull(emoji, "emoji")));
    }

    /**
     * The text with a space, the name and a space in place of each emoji.
     *
     * <p>The longest known sequence wins. Emoji that a zero-width joiner ties together without a name for the whole are
     * named one by one and the joiner goes; any other joiner stays. Variation selectors vanish, whether they follow an
     * emoji or not. That is what {@code replace_emoji} of Python's emoji 2.16 does, with its peculiarities: behind a
     * hair component, a further joiner may drop or repeat a name.
     */
    public String replaceIn(String text) {
        Objects.requireNonNull(text, "text");
        int i = CodePoints.asciiEnd(text);
        return trie.touches(text, i) ? new EmojiScanner(trie, text).replaced() : text;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "EmojiNames[%d]", size());
    }
}
