package dev.sentiment4j.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a stream, each as soon as its line feed has come, without it and without a carriage return before it. What
 * stands behind the last line feed is no line. Not thread-safe.
 */
public final class LineReader {
    private final InputStream in;
    private final int maxBytes;
    private byte[] buffer = new byte[16 << 10];
    private int start;
    private int scanned;
    private int end;

    /**
     * A reader.
     *
     * @param maxBytes the longest line that is kept whole
     */
    public LineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** A line: all of it, or its beginning if it is longer than the limit. */
    public static final class Line {
        private final byte[] bytes;
        private final long length;

        Line(byte[] bytes, long length) {
            this.bytes = bytes;
            this.length = length;
        }

        /** What is kept of it; not a copy. */
        public byte[] bytes() {
            return bytes;
        }

        /** Bytes that it had. */
        public long length() {
            return length;
        }

        /** Whether it was longer than the limit, and its end is lost. */
        public boolean isCut() {
            return length > bytes.length;
        }

        /** Nothing but perhaps a carriage return: a sign of life. */
        public boolean isEmpty() {
            return length == 0;
        }

        /** How long; never what it says. */
        @Override
        public String toString() {
            return "Line[" + length + " bytes]";
        }
    }

    /**
     * The next line, or null at the end.
     *
     * @throws IOException if the stream fails
     */
    public @Nullable Line next() throws IOException {
        while (true) {
            for (; scanned < end; scanned++) {
                if (buffer[scanned] == '\n') {
                    Line line = line(start, scanned);
                    start = ++scanned;
                    return line;
                }
            }
            if (end - start > maxBytes + 1) {
                return cut();
            }
            if (!fill()) {
                return null;
            }
        }
    }

    private Line line(int from, int to) {
        int stop = to > from && buffer[to - 1] == '\r' ? to - 1 : to;
        return new Line(Arrays.copyOfRange(buffer, from, Math.min(stop, from + maxBytes)), stop - from);
    }

    /** Reads over a line that is too long, keeping its beginning. */
    private @Nullable Line cut() throws IOException {
        byte[] beginning = Arrays.copyOfRange(buffer, start, start + maxBytes);
        long length = (long) end - start;
        boolean afterReturn = buffer[end - 1] == '\r';
        while (true) {
            int count = in.read(buffer, 0, buffer.length);
            if (count < 0) {
                return null;
            }
            for (int i = 0; i < count; i++) {
                if (buffer[i] == '\n') {
                    start = i + 1;
                    scanned = start;
                    end = count;
                    boolean before = i > 0 ? buffer[i - 1] == '\r' : afterReturn;
                    return new Line(beginning, length + i - (before ? 1 : 0));
                }
            }
            length += count;
            afterReturn = count > 0 ? buffer[count - 1] == '\r' : afterReturn;
        }
    }

    private boolean fill() throws IOException {
        if (end == buffer.length) {
            int kept = end - start;
            byte[] to = kept > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
            System.arraycopy(buffer, start, to, 0, kept);
            buffer = to;
            start = 0;
            scanned = kept;
            end = kept;
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }
}
