package dev.sentiment4j.testkit;

import dev.sentiment4j.http.TimeSource;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection of a fake server. */
final class FakeWire implements FakeConnection {
    private static final int MAX_HEAD = 64 << 10;

    private final Socket socket;
    private final int number;
    private final TimeSource time;
    private final InputStream in;
    private final OutputStream out;
    private @Nullable FakeStream stream;
    private boolean silent;

    FakeWire(Socket socket, int number, TimeSource time) throws IOException {
        this.socket = socket;
        this.number = number;
        this.time = time;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** The next request, or null if the other side is done. */
    @Nullable
    FakeRequest read() throws IOException {
        String start = line();
        if (start == null) {
            return null;
        }
        String[] parts = start.split(" ", 3);
        if (parts.length < 3) {
            throw new IOException("not a request line");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String field = line(); field != null && !field.isEmpty(); field = line()) {
            int colon = field.indexOf(':');
            if (colon < 0) {
                throw new IOException("not a header field");
            }
            headers.put(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        // A proxy gets the whole address.
        String target = parts[1].replaceFirst("^https?://[^/]+", "");
        int question = target.indexOf('?');
        return new FakeRequest(
                number,
                parts[0],
                // A plus is a blank in a query alone.
                FakeRequest.decode((question < 0 ? target : target.substring(0, question)).replace("+", "%2B")),
                question < 0 ? Map.of() : FakeRequest.fields(target.substring(question + 1)),
                headers,
                body,
                time.now(),
                time.nanoTime());
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < MAX_HEAD) {
            int c = in.read();
            if (c < 0) {
                if (line.size() == 0) {
                    return null;
                }
                throw new EOFException("the other side went in the midst of a line");
            }
            if (c == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line.write(c);
        }
        throw new IOException("a line of more than " + MAX_HEAD + " bytes");
    }

    /** After the handler: whoever streams or is silent waits until the other side closes. */
    void finish() throws IOException {
        FakeStream s = stream;
        if (s == null && !silent) {
            return;
        }
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } finally {
            if (s != null) {
                s.readerIsGone();
            }
        }
        throw new EOFException("the other side has closed");
    }

    @Override
    public void reply(FakeReply reply) throws IOException {
        raw(reply.wire());
    }

    @Override
    public FakeStream stream(boolean gzip, Consumer<FakeStream> opened) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json; charset=utf-8");
        headers.put("transfer-encoding", "chunked");
        if (gzip) {
            headers.put("content-encoding", "gzip");
        }
        FakeStream s = new FakeStream(socket, out, gzip);
        stream = s;
        synchronized (s) {
            opened.accept(s);
            raw(FakeReply.head(200, headers).append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        }
        return s;
    }

    @Override
    public void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    @Override
    public void staySilent() {
        silent = true;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }
}
