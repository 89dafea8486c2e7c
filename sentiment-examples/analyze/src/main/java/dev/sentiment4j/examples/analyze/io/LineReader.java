package dev.sentiment4j.examples.analyze.io;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines that end with LF or CR LF. A CR alone is part of its line, as posts do contain it. */
final class LineReader {
    private final Reader in;
    private final char[] buffer = new char[16 * 1024];
    private int next;
    private int limit;
    private long line;

    LineReader(Reader in) {
        this.in = in;
    }

    /** The number of the line that was read last, from 1. */
    long line() {
        return line;
    }

    /** The next line without its end, or null at the end of the input. */
    @Nullable
    String read() throws IOException {
        StringBuilder text = null;
        while (true) {
            if (next == limit) {
                limit = in.read(buffer, 0, buffer.length);
                next = 0;
                if (limit < 0) {
                    limit = 0;
                    if (text == null) {
                        return null;
                    }
                    line++;
                    return text.toString();
                }
            }
            int end = next;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            if (text == null) {
                text = new StringBuilder(end - next);
            }
            text.append(buffer, next, end - next);
            next = end;
            if (end < limit) {
                next++;
                line++;
                int length = text.length();
                return length > 0 && text.charAt(length - 1) == '\r' ? text.substring(0, length - 1) : text.toString();
            }
        }
    }
}
