package dev.sentiment4j.text.linguistic;

/**
 * Where the words of a post are. A word is a run of letters, marks and digits, with apostrophes and hyphens between
 * letters. Links, mail addresses, mentions and tags are no words, so that no step takes them apart.
 */
final class Words {
    /** Takes what is found, from left to right. */
    @FunctionalInterface
    interface Visitor {
        /**
         * One token.
         *
         * @param word whether it is a word, else punctuation or one of the things that stay whole
         */
        void token(int start, int end, boolean word);
    }

    private Words() {}

    static void scan(String text, Visitor visitor) {
        int i = 0;
        while (i < text.length()) {
            int end = i;
            while (end < text.length() && !isSpace(text.charAt(end))) {
                end++;
            }
            if (end == i) {
                i++;
            } else {
                scanChunk(text, i, end, visitor);
                i = end;
            }
        }
    }

    private static void scanChunk(String text, int start, int end, Visitor visitor) {
        if (staysWhole(text, start, end)) {
            visitor.token(start, end, false);
            return;
        }
        int i = start;
        while (i < end) {
            int codePoint = text.codePointAt(i);
            int next;
            if (isWordCharacter(codePoint)) {
                next = wordEnd(text, i, end);
                visitor.token(i, next, i == start || text.charAt(i - 1) != '#');
            } else {
                next = runEnd(text, i, end, codePoint);
                visitor.token(i, next, false);
            }
            i = next;
        }
    }

    private static boolean staysWhole(String text, int start, int end) {
        if (text.startsWith("www.", start)) {
            return true;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '@' || (c == ':' && text.startsWith("://", i))) {
                return true;
            }
        }
        return false;
    }

    private static int wordEnd(String text, int start, int end) {
        int i = start;
        while (i < end) {
            int codePoint = text.codePointAt(i);
            boolean joins = isApostrophe(codePoint) || codePoint == '-';
            if (!isWordCharacter(codePoint) && !(joins && i + 1 < end && Character.isLetter(text.codePointAt(i + 1)))) {
                break;
            }
            i += Character.charCount(codePoint);
        }
        return i;
    }

    private static int runEnd(String text, int start, int end, int codePoint) {
        int i = start;
        while (i < end && text.codePointAt(i) == codePoint) {
            i += Character.charCount(codePoint);
        }
        return i;
    }

    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    static boolean isApostrophe(int codePoint) {
        return codePoint == '\'' || codePoint == '\u2019';
    }

    private static boolean isWordCharacter(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> Character.isLetterOrDigit(codePoint) || codePoint == '_';
        };
    }
}
