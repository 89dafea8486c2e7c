package dev.sentiment4j.x;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells of every sign of life. */
final class Touched extends FilterInputStream {
    private final Runnable touched;

    Touched(InputStream in, Runnable touched) {
        super(in);
        this.touched = touched;
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        if (b >= 0) {
            touched.run();
        }
        return b;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int count = in.read(to, offset, length);
        if (count > 0) {
            touched.run();
        }
        return count;
    }
}
