package dev.sentiment4j.text;

/**
 * Character classes as the training code knows them, plain letters and digits being those of ASCII; the ones of
 * {@code java.util.regex} differ.
 */
final class CodePoints {
    private static final int WORD_TYPES = (1 << Character.UPPERCASE_LETTER)
            | (1 << Character.LOWERCASE_LETTER)
            | (1 << Character.TITLECASE_LETTER)
            | (1 << Character.MODIFIER_LETTER)
            | (1 << Character.OTHER_LETTER)
            | (1 << Character.DECIMAL_DIGIT_NUMBER)
            | (1 << Character.LETTER_NUMBER)
            | (1 << Character.OTHER_NUMBER);

    private static final int MARK_TYPES = (1 << Character.NON_SPACING_MARK)
            | (1 << Character.ENCLOSING_MARK)
            | (1 << Character.COMBINING_SPACING_MARK);

    private CodePoints() {}

    /** Letters and numbers of every script, and the underscore. Combining marks are not part of a word. */
    static boolean isWord(int codePoint) {
        if (codePoint < 0x80) {
            return isLower(codePoint) || isUpper(codePoint) || isDigit(codePoint) || codePoint == '_';
        }
        return ((1 << Character.getType(codePoint)) & WORD_TYPES) != 0;
    }

    /** White space in the broad sense: no-break spaces, NEL and the four information separators count. */
    static boolean isSpace(char c) {
        if (c < 0x80) {
            return c == ' ' || between(c, 0x9, 0xD) || between(c, 0x1C, 0x1F);
        }
        if (c < 0x1680) {
            return c == 0x85 || c == 0xA0;
        }
        return switch (c) {
            case 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
            default -> between(c, 0x2000, 0x200A);
        };
    }

    static boolean isLower(int codePoint) {
        return between(codePoint, 'a', 'z');
    }

    static boolean isUpper(int codePoint) {
        return between(codePoint, 'A', 'Z');
    }

    static boolean isDigit(int codePoint) {
        return between(codePoint, '0', '9');
    }

    static boolean between(int value, int first, int last) {
        return value >= first && value <= last;
    }

    static boolean isMark(int codePoint) {
        return ((1 << Character.getType(codePoint)) & MARK_TYPES) != 0;
    }

    /** The first index at or after {@code from} that does not start a word character. */
    static int wordEnd(String text, int from) {
        int i = from;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            if (!isWord(codePoint)) {
                break;
            }
            i += Character.charCount(codePoint);
        }
        return i;
    }

    /** The first index at or after {@code from} that holds a white space. */
    static int spaceFrom(String text, int from) {
        int i = from;
        while (i < text.length() && !isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The first index outside ASCII, or the length. */
    static int asciiEnd(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) < 0x80) {
            i++;
        }
        return i;
    }
}
