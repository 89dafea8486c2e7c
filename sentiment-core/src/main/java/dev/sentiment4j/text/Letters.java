package dev.sentiment4j.text;

import java.text.Normalizer;

/** Steps on single characters: punctuation, skin tones, spaces, case, elongations, normal forms. */
final class Letters {
    /** The longest run of combining marks that UAX #15 calls stream-safe. */
    private static final int STREAM_SAFE_MARKS = 30;

    /** Characters that a final sigma looks through although they are neither marks nor modifiers nor formats. */
    private static final String CASE_IGNORABLE =
            "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

    private static final int CASE_IGNORABLE_TYPES = (1 << Character.NON_SPACING_MARK)
            | (1 << Character.ENCLOSING_MARK)
            | (1 << Character.FORMAT)
            | (1 << Character.MODIFIER_LETTER)
            | (1 << Character.MODIFIER_SYMBOL);

    private Letters() {}

    static String foldPunctuation(String text) {
        Splice out = new Splice(text);
        for (int i = CodePoints.asciiEnd(text); i < text.length(); i++) {
            char c = text.charAt(i);
            if (!CodePoints.between(c, 0x200D, 0x2026) && c != '\uFE0F') {
                continue;
            }
            switch (c) {
                case '\u2018', '\u2019' -> out.replace(i, i + 1, "'");
                case '\u201C', '\u201D' -> out.replace(i, i + 1, "\"");
                case '\u2026' -> out.replace(i, i + 1, "...");
                case '\u2013', '\u2014' -> out.replace(i, i + 1, "-");
                case '\u200D' -> out.replace(i, i + 1, " ");
                case '\uFE0F' -> out.replace(i, i + 1, "");
                default -> {}
            }
        }
        return out.result();
    }

    static String withoutSkinTones(String text) {
        int i = text.indexOf('\uD83C');
        if (i < 0) {
            return text;
        }
        Splice out = new Splice(text);
        for (; i >= 0; i = text.indexOf('\uD83C', i + 1)) {
            if (i + 1 < text.length() && text.charAt(i + 1) >= '\uDFFB') {
                int low = text.charAt(i + 1);
                if (low <= '\uDFFF') {
                    out.replace(i, i + 2, "");
                }
            }
        }
        return out.result();
    }

    static String whitespace(String text) {
        if (isTidy(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (CodePoints.isSpace(c)) {
                gap = true;
                continue;
            }
            if (gap && !out.isEmpty()) {
                out.append(' ');
            }
            gap = false;
            out.append(c);
        }
        return out.toString();
    }

    private static boolean isTidy(String text) {
        boolean afterSpace = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = CodePoints.isSpace(c);
            if (space && (afterSpace || c != ' ')) {
                return false;
            }
            afterSpace = space;
        }
        return !afterSpace || text.isEmpty();
    }

    static String shortenElongations(String text, int limit) {
        Splice out = new Splice(text);
        int run = 0;
        int last = -1;
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            int folded = Character.toLowerCase(codePoint);
            run = folded == last ? run + 1 : 1;
            last = folded;
            if (run > limit && Character.isLetter(codePoint)) {
                out.replace(i, i + Character.charCount(codePoint), "");
            }
        }
        return out.result();
    }

    /**
     * The mapping of {@link String#toLowerCase(java.util.Locale)} without a language. That method asks a word iterator
     * about each capital sigma, which makes a long word of them cost the square of its length.
     */
    static String lowerCase(String text) {
        Splice out = new Splice(text);
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (codePoint >= 'a' && codePoint <= 'z') {
                continue;
            }
            int end = i + Character.charCount(codePoint);
            if (codePoint == '\u0130') {
                out.replace(i, end, "i\u0307");
            } else if (codePoint == '\u03A3') {
                out.replace(i, end, isFinal(text, i) ? "\u03C2" : "\u03C3");
            } else {
                int lower = Character.toLowerCase(codePoint);
                if (lower != codePoint) {
                    out.upTo(i, end).appendCodePoint(lower);
                }
            }
        }
        return out.result();
    }

    /**
     * Behind a cased letter and before none; linear over a text since a sigma, being cased, ends the search of others.
     */
    private static boolean isFinal(String text, int sigma) {
        int i = sigma;
        while (i > 0 && isCaseIgnorable(text.codePointBefore(i))) {
            i -= Character.charCount(text.codePointBefore(i));
        }
        if (i == 0 || !isCased(text.codePointBefore(i))) {
            return false;
        }
        int j = sigma + 1;
        while (j < text.length() && isCaseIgnorable(text.codePointAt(j))) {
            j += Character.charCount(text.codePointAt(j));
        }
        return j == text.length() || !isCased(text.codePointAt(j));
    }

    private static boolean isCased(int codePoint) {
        return Character.isLowerCase(codePoint) || Character.isUpperCase(codePoint) || Character.isTitleCase(codePoint);
    }

    private static boolean isCaseIgnorable(int codePoint) {
        return ((1 << Character.getType(codePoint)) & CASE_IGNORABLE_TYPES) != 0
                || CASE_IGNORABLE.indexOf(codePoint) >= 0;
    }

    /**
     * Sorting a run of marks, even asking whether it is sorted, costs the square of its length; so longer ones are
     * normalised piece by piece.
     */
    static String normalForm(String text, Normalizer.Form form) {
        if (CodePoints.asciiEnd(text) == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int start = 0;
        int marks = 0;
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            marks = isMarkWhenNormal(codePoint) ? marks + 1 : 0;
            if (marks > STREAM_SAFE_MARKS) {
                out.append(Normalizer.normalize(text.substring(start, i), form));
                start = i;
                marks = 1;
            }
        }
        if (start == 0) {
            return Normalizer.isNormalized(text, form) ? text : Normalizer.normalize(text, form);
        }
        String normal =
                out.append(Normalizer.normalize(text.substring(start), form)).toString();
        return normal.equals(text) ? text : normal;
    }

    /** The half-width voicing marks are letters that NFKC turns into marks. */
    private static boolean isMarkWhenNormal(int codePoint) {
        return codePoint >= 0x300 && (CodePoints.isMark(codePoint) || codePoint == 0xFF9E || codePoint == 0xFF9F);
    }
}
