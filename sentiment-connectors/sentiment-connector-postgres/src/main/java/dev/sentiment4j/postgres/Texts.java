package dev.sentiment4j.postgres;

import org.jspecify.annotations.Nullable;

/** What PostgreSQL cannot hold of a string, replaced: U+0000, and surrogates without their partner, become U+FFFD. */
final class Texts {
    private static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    /** The string itself, if all of it can be stored. */
    static @Nullable String storable(@Nullable String value) {
        return value == null ? null : clean(value);
    }

    static String clean(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) {
                return replaced(value, i);
            }
            if (Character.isSurrogate(c)) {
                if (isPair(value, i)) {
                    i++;
                } else {
                    return replaced(value, i);
                }
            }
        }
        return value;
    }

    private static String replaced(String value, int from) {
        char[] chars = value.toCharArray();
        for (int i = from; i < chars.length; i++) {
            char c = chars[i];
            if (c == 0) {
                chars[i] = REPLACEMENT;
            } else if (Character.isSurrogate(c)) {
                if (isPair(value, i)) {
                    i++;
                } else {
                    chars[i] = REPLACEMENT;
                }
            }
        }
        return new String(chars);
    }

    private static boolean isPair(String value, int i) {
        return Character.isHighSurrogate(value.charAt(i))
                && i + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(i + 1));
    }
}
