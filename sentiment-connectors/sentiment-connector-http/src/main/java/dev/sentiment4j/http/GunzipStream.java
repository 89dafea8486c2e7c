package dev.sentiment4j.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Unpacks from the first read on, and not before: a stream's head may come long before its first byte. */
final class GunzipStream extends InputStream {
    private final InputStream packed;
    private @Nullable InputStream unpacked;

    GunzipStream(InputStream packed) {
        this.packed = packed;
    }

    private InputStream unpacked() throws IOException {
        InputStream in = unpacked;
        if (in == null) {
            in = new GZIPInputStream(packed);
            unpacked = in;
        }
        return in;
    }

    @Override
    public int read() throws IOException {
        return unpacked().read();
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        return unpacked().read(to, offset, length);
    }

    @Override
    public void close() throws IOException {
        packed.close();
    }
}
