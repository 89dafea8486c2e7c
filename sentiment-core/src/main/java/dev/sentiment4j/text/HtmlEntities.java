package dev.sentiment4j.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * HTML5 character references to characters, by the rules of the standard: names of old may lack their semicolon, then
 * the longest one wins; numbers for C1 controls mean what Windows-1252 makes of them; surrogates and numbers beyond
 * Unicode become U+FFFD; numbers of other controls and non-characters vanish.
 */
final class HtmlEntities {
    private static final int LONGEST_NAME = 31;
    private static final int LONGEST_BARE_NAME = 6;
    private static final int SHORTEST_BARE_NAME = 2;

    /** What the numbers 0x80 to 0x9F mean; those that Windows-1252 leaves open stay as they are. */
    private static final String C1 =
            "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d"
                    + "\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

    private HtmlEntities() {}

    /** Loaded when the first text holds a reference. */
    private static final class Table {
        static final Map<String, String> NAMES = new HashMap<>(4500);
        static final Map<String, String> BARE_NAMES = new HashMap<>(250);

        static {
            read();
        }

        private static void read() {
            InputStream resource =
                    Objects.requireNonNull(HtmlEntities.class.getResourceAsStream("html-entities.tsv"), "entities");
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    int tab = line.indexOf('\t');
                    boolean bare = line.endsWith("\t-");
                    String name = line.substring(0, tab);
                    String points = line.substring(tab + 1, bare ? line.length() - 2 : line.length());
                    String characters = characters(points);
                    NAMES.put(name, characters);
                    if (bare) {
                        BARE_NAMES.put(name, characters);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the table of HTML entities in the jar cannot be read", e);
            }
        }

        private static String characters(String points) {
            StringBuilder out = new StringBuilder(2);
            for (int start = 0; start <= points.length(); ) {
                int space = points.indexOf(' ', start);
                int end = space < 0 ? points.length() : space;
                out.appendCodePoint(Integer.parseInt(points, start, end, 16));
                start = end + 1;
            }
            return out.toString();
        }
    }

    static String unescape(String text) {
        int amp = text.indexOf('&');
        if (amp < 0) {
            return text;
        }
        Splice out = new Splice(text);
        while (amp >= 0 && amp + 1 < text.length()) {
            int next = text.charAt(amp + 1) == '#' ? number(text, amp, out) : name(text, amp, out);
            amp = text.indexOf('&', next);
        }
        return out.result();
    }

    /** @return where to go on */
    private static int name(String text, int amp, Splice out) {
        int start = amp + 1;
        int limit = Math.min(text.length(), start + LONGEST_NAME);
        int end = start;
        while (end < limit && isAlphanumeric(text.charAt(end))) {
            end++;
        }
        if (end < text.length() && text.charAt(end) == ';') {
            String characters = Table.NAMES.get(text.substring(start, end));
            if (characters != null) {
                out.replace(amp, end + 1, characters);
                return end + 1;
            }
        }
        for (int length = Math.min(end - start, LONGEST_BARE_NAME); length >= SHORTEST_BARE_NAME; length--) {
            String characters = Table.BARE_NAMES.get(text.substring(start, start + length));
            if (characters != null) {
                out.replace(amp, start + length, characters);
                return start + length;
            }
        }
        return start;
    }

    /** @return where to go on */
    private static int number(String text, int amp, Splice out) {
        int digits = amp + 2;
        boolean hex = digits < text.length() && (text.charAt(digits) | 0x20) == 'x';
        if (hex) {
            digits++;
        }
        int radix = hex ? 16 : 10;
        int value = 0;
        int end = digits;
        for (; end < text.length(); end++) {
            char c = text.charAt(end);
            // Character.digit knows the digits of other scripts, which are none here
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                break;
            }
            // beyond Unicode is beyond Unicode: stop counting before the number overflows
            value = value > Character.MAX_CODE_POINT ? value : value * radix + digit;
        }
        if (end == digits) {
            return amp + 2;
        }
        if (end < text.length() && text.charAt(end) == ';') {
            end++;
        }
        out.replace(amp, end, ofNumber(value));
        return end;
    }

    private static String ofNumber(int value) {
        if (CodePoints.between(value, 0x80, 0x9F)) {
            return C1.substring(value - 0x80, value - 0x7F);
        }
        if (value == 0 || value > Character.MAX_CODE_POINT || CodePoints.between(value, 0xD800, 0xDFFF)) {
            return "\uFFFD";
        }
        return isControl(value) || isNonCharacter(value) ? "" : Character.toString(value);
    }

    private static boolean isControl(int value) {
        return switch (value) {
            case '\t', '\n', '\f', '\r' -> false;
            default -> value < 0x20 || value == 0x7F;
        };
    }

    private static boolean isNonCharacter(int value) {
        return (value & 0xFFFE) == 0xFFFE || CodePoints.between(value, 0xFDD0, 0xFDEF);
    }

    private static boolean isAlphanumeric(char c) {
        return CodePoints.isLower(c) || CodePoints.isUpper(c) || CodePoints.isDigit(c);
    }
}
