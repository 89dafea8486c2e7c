package dev.sentiment4j.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

    /** A digest of the characters as they are, since two texts may be the same once it is made storable. */
    static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < text.length(); i++) {
                digest.update((byte) (text.charAt(i) >> 8));
                digest.update((byte) text.charAt(i));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * A text that an index can hold: itself, or where it is longer its beginning with a digest of all of it.
     *
     * @param bytes how long it may be, in UTF-8
     */
    static String indexable(String text, int bytes) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= bytes) {
            return text;
        }
        String tail = "…" + hash(text);
        int left = bytes - tail.getBytes(StandardCharsets.UTF_8).length;
        int end = 0;
        while (true) {
            int next = text.offsetByCodePoints(end, 1);
            left -= text.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
            if (left < 0) {
                return text.substring(0, end) + tail;
            }
            end = next;
        }
    }
}
