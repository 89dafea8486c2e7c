package dev.sentiment4j.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body that goes on, in HTTP chunks. What is written to a stream whose reader has gone is lost, as in life, without
 * an exception. Thread-safe.
 */
public final class FakeStream {
    private final Socket socket;
    private final OutputStream out;
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final @Nullable GZIPOutputStream gzip;
    private final CountDownLatch closed = new CountDownLatch(1);

    FakeStream(Socket socket, OutputStream out, boolean gzip) throws IOException {
        this.socket = socket;
        this.out = out;
        this.gzip = gzip ? new GZIPOutputStream(packed, true) : null;
    }

    /** Writes text in UTF-8 as one chunk. */
    public void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes as one chunk, and flushes. */
    public synchronized void write(byte[] bytes) {
        try {
            GZIPOutputStream packer = gzip;
            byte[] payload = bytes;
            if (packer != null) {
                packer.write(bytes);
                packer.flush();
                payload = packed.toByteArray();
                packed.reset();
            }
            if (payload.length > 0) {
                // One write: two would wait for each other's acknowledgement.
                ByteArrayOutputStream chunk = new ByteArrayOutputStream(payload.length + 16);
                chunk.writeBytes((Integer.toHexString(payload.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                chunk.writeBytes(payload);
                chunk.write('\r');
                chunk.write('\n');
                raw(chunk.toByteArray());
            }
        } catch (IOException e) {
            closed.countDown();
        }
    }

    /** Writes bytes as they are, such as half of a chunk. */
    public synchronized void raw(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            closed.countDown();
        }
    }

    /** Ends the body and the connection as HTTP wants it. */
    public void end() {
        raw("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        cut();
    }

    /** Closes the connection in the midst of the body (FIN). */
    public void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closed.countDown();
        }
    }

    /** Breaks the connection (RST). */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already.
            closed.countDown();
        }
        cut();
    }

    /** Whether, as far as is known, somebody still reads. */
    public boolean isOpen() {
        return closed.getCount() > 0;
    }

    /** Waits until the stream is closed by either side; false if it is not within that (real) time. */
    public boolean awaitClosed(Duration limit) throws InterruptedException {
        return closed.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    void readerIsGone() {
        closed.countDown();
    }
}
