package dev.sentiment4j.text;

/** Links, mentions and hashtags. Every scanner looks at each character a bounded number of times. */
final class Links {
    /** The one character besides S that lower-cases to the s of https for a case-insensitive match. */
    private static final char LONG_S = '\u017F';

    private Links() {}

    static String urls(String text, String replacement) {
        if (text.indexOf("://") < 0 && text.indexOf('.') < 0) {
            return text;
        }
        Splice out = new Splice(text);
        int i = 0;
        while (i < text.length()) {
            int rest = afterPrefix(text, i);
            if (rest > 0 && rest < text.length() && !CodePoints.isSpace(text.charAt(rest))) {
                int end = CodePoints.spaceFrom(text, rest);
                out.replace(i, end, replacement);
                i = end;
            } else {
                i++;
            }
        }
        return out.result();
    }

    /** Where a link that starts here goes on behind {@code http://}, {@code https://} or {@code www.}; 0 if none. */
    private static int afterPrefix(String text, int i) {
        int c = text.charAt(i) | 0x20;
        if (c == 'w') {
            return text.regionMatches(true, i, "www.", 0, 4) ? i + 4 : 0;
        }
        if (c != 'h' || !text.regionMatches(true, i, "http", 0, 4)) {
            return 0;
        }
        int j = i + 4;
        if (j < text.length() && ((text.charAt(j) | 0x20) == 's' || text.charAt(j) == LONG_S)) {
            j++;
        }
        return text.startsWith("://", j) ? j + 3 : 0;
    }

    static String mentions(String text, String replacement) {
        int at = text.indexOf('@');
        if (at < 0) {
            return text;
        }
        Splice out = new Splice(text);
        while (at >= 0) {
            int end = CodePoints.wordEnd(text, at + 1);
            if (end > at + 1 && startsMention(text, at)) {
                replaceUnlessEqual(out, text, at, end, replacement);
            }
            at = text.indexOf('@', end);
        }
        return out.result();
    }

    /** Not within a word, where it would be a mail address, and not behind another at sign. */
    private static boolean startsMention(String text, int at) {
        if (at == 0) {
            return true;
        }
        int before = text.codePointBefore(at);
        return before != '@' && !CodePoints.isWord(before);
    }

    static String hashtags(String text) {
        int hash = text.indexOf('#');
        if (hash < 0) {
            return text;
        }
        Splice out = new Splice(text);
        while (hash >= 0) {
            int end = CodePoints.wordEnd(text, hash + 1);
            if (end > hash + 1) {
                splitWords(text, hash + 1, end, out.upTo(hash, end).append("# "));
            }
            hash = text.indexOf('#', end);
        }
        return out.result();
    }

    private static void splitWords(String text, int start, int end, StringBuilder out) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (i > start && wordStarts(text, i, end)) {
                out.append(' ');
            }
            out.append(c == '_' ? ' ' : c);
        }
    }

    /** fooBar, HTMLPage, covid19: before Bar, Page and 19. */
    private static boolean wordStarts(String text, int i, int end) {
        char before = text.charAt(i - 1);
        char c = text.charAt(i);
        if (CodePoints.isUpper(c)) {
            boolean endsAbbreviation =
                    CodePoints.isUpper(before) && i + 1 < end && CodePoints.isLower(text.charAt(i + 1));
            return CodePoints.isLower(before) || endsAbbreviation;
        }
        return CodePoints.isDigit(c) && (CodePoints.isLower(before) || CodePoints.isUpper(before));
    }

    /** Words between single spaces that start with {@code prefix} and have at least {@code shortest} characters. */
    static String tokens(String text, String prefix, int shortest, String replacement) {
        int i = text.indexOf(prefix);
        if (i < 0) {
            return text;
        }
        Splice out = new Splice(text);
        while (i >= 0) {
            int from = i + prefix.length();
            if (i == 0 || text.charAt(i - 1) == ' ') {
                int space = text.indexOf(' ', i);
                int end = space < 0 ? text.length() : space;
                if (end - i >= shortest) {
                    replaceUnlessEqual(out, text, i, end, replacement);
                }
                from = end;
            }
            i = text.indexOf(prefix, from);
        }
        return out.result();
    }

    private static void replaceUnlessEqual(Splice out, String text, int start, int end, String replacement) {
        if (end - start != replacement.length() || !text.startsWith(replacement, start)) {
            out.replace(start, end, replacement);
        }
    }
}
