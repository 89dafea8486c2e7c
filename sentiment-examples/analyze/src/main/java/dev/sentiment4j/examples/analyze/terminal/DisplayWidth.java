package dev.sentiment4j.examples.analyze.terminal;

import org.jline.utils.WCWidth;

/**
 * How many columns of a terminal a text takes: two for most emoji and for Chinese, Japanese and Korean characters, none
 * for accents and joiners. Texts must be {@link Printable} already.
 */
public final class DisplayWidth {
    private static final int JOINER = 0x200D;
    private static final int EMOJI_STYLE = 0xFE0F;
    private static final String ELLIPSIS = "…";

    private DisplayWidth() {}

    /** The width of a text. */
    public static int of(String text) {
        int width = 0;
        int i = 0;
        while (i < text.length()) {
            int end = clusterEnd(text, i);
            width += clusterWidth(text, i, end);
            i = end;
        }
        return width;
    }

    /** The text itself where it fits, else as much as fits with an ellipsis. */
    public static String shorten(String text, int columns) {
        int width = 0;
        int fits = 0;
        int i = 0;
        while (i < text.length()) {
            int end = clusterEnd(text, i);
            width += clusterWidth(text, i, end);
            if (width > columns) {
                return text.substring(0, fits).stripTrailing() + ELLIPSIS;
            }
            if (width <= columns - 1) {
                fits = end;
            }
            i = end;
        }
        return text;
    }

    /** Filled with spaces on the right. */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /** Filled with spaces on the left. */
    public static String padLeft(String text, int columns) {
        return " ".repeat(Math.max(0, columns - of(text))) + text;
    }

    /** Where the character that a reader sees as one, and that begins here, ends. */
    private static int clusterEnd(String text, int start) {
        int first = text.codePointAt(start);
        int i = start + Character.charCount(first);
        boolean flag = isRegional(first);
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (c == JOINER) {
                i += 1;
                // What a joiner joins is drawn into the same place, if it is a picture at all.
                if (i < text.length() && isWide(text.codePointAt(i)) && isWide(first)) {
                    i += Character.charCount(text.codePointAt(i));
                }
            } else if (extendsCluster(c)) {
                i += Character.charCount(c);
            } else if (flag && isRegional(c)) {
                flag = false;
                i += Character.charCount(c);
            } else {
                break;
            }
        }
        return i;
    }

    private static int clusterWidth(String text, int start, int end) {
        int first = text.codePointAt(start);
        int width = Math.max(0, WCWidth.wcwidth(first));
        if (isRegional(first)) {
            return end - start > 2 ? 2 : 1;
        }
        boolean asPicture = text.substring(start, end).indexOf(EMOJI_STYLE) > 0;
        return asPicture ? Math.max(width, first < 0x80 ? 1 : 2) : width;
    }

    private static boolean isWide(int c) {
        return WCWidth.wcwidth(c) == 2 || (c >= 0x2600 && c <= 0x27BF);
    }

    private static boolean isRegional(int c) {
        return c >= 0x1F1E6 && c <= 0x1F1FF;
    }

    private static boolean extendsCluster(int c) {
        return c == EMOJI_STYLE || (c >= 0x1F3FB && c <= 0x1F3FF) || (c > 0x7F && WCWidth.wcwidth(c) <= 0);
    }
}
