package dev.sentiment4j.examples.analyze.terminal;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Keeps control characters of texts away from the terminal, where they could move, hide or rewrite what is there. */
public final class Printable {
    private Printable() {}

    /** On one line: line ends and tabs become spaces, other controls their pictures. */
    public static String oneLine(String text) {
        StringBuilder s = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' || c == '\t' || c == '\u2028' || c == '\u2029') {
                s.append(' ');
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                s.append(c).append(text.charAt(++i));
            } else {
                s.append(safe(c));
            }
        }
        return s.toString();
    }

    /** Like {@link #oneLine} but line ends stay. */
    public static String lines(String text) {
        StringBuilder s = new StringBuilder(text.length());
        for (String line : text.split("\\R", -1)) {
            s.append(s.length() == 0 ? "" : "\n").append(oneLine(line));
        }
        return s.toString();
    }

    /** Wraps a writer whose output a person sees: everything but line ends and tabs is made harmless. */
    public static Writer writer(Writer out) {
        return new SafeWriter(out);
    }

    private static char safe(char c) {
        if (c < 0x20) {
            return (char) (0x2400 + c);
        }
        if (c == 0x7F) {
            return '\u2421';
        }
        boolean turnsAround = (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
        return (c >= 0x80 && c < 0xA0) || turnsAround || Character.isSurrogate(c) ? '\uFFFD' : c;
    }

    private static final class SafeWriter extends FilterWriter {
        SafeWriter(Writer out) {
            super(out);
        }

        @Override
        public void write(int c) throws IOException {
            out.write(keep((char) c));
        }

        @Override
        public void write(char[] buffer, int offset, int length) throws IOException {
            for (int i = offset; i < offset + length; i++) {
                out.write(keep(buffer[i]));
            }
        }

        @Override
        public void write(String s, int offset, int length) throws IOException {
            for (int i = offset; i < offset + length; i++) {
                out.write(keep(s.charAt(i)));
            }
        }

        private static char keep(char c) {
            return c == '\n' || c == '\t' || Character.isSurrogate(c) ? c : safe(c);
        }
    }
}
