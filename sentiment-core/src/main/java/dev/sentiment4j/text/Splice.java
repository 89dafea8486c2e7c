package dev.sentiment4j.text;

import org.jspecify.annotations.Nullable;

/** A text of which some spans are replaced, from left to right; untouched, it stays the instance that it was. */
final class Splice {
    private final String text;
    private @Nullable StringBuilder out;
    private int copied;

    Splice(String text) {
        this.text = text;
    }

    /** Replaces a span that starts no earlier than the last one ended. */
    void replace(int start, int end, String replacement) {
        upTo(start, end).append(replacement);
    }

    /** Drops a span and gives the place to write what comes instead. */
    StringBuilder upTo(int start, int end) {
        if (out == null) {
            out = new StringBuilder(text.length() + 16);
        }
        out.append(text, copied, start);
        copied = end;
        return out;
    }

    String result() {
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }
}
