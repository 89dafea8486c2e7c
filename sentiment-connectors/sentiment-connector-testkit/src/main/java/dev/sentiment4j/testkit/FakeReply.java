package dev.sentiment4j.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** An answer that a fake server gives as a whole. Immutable and thread-safe. */
public final class FakeReply {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private FakeReply(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** An answer without a body. */
    public static FakeReply status(int status) {
        return new FakeReply(status, Map.of(), new byte[0]);
    }

    /** JSON, whether it is well formed or not. */
    public static FakeReply json(int status, String json) {
        return status(status)
                .withHeader("content-type", "application/json; charset=utf-8")
                .withBody(json);
    }

    /** A page for people, as proxies and overloaded servers send. */
    public static FakeReply html(int status, String html) {
        return status(status).withHeader("content-type", "text/html").withBody(html);
    }

    /** The same answer with a header field more. */
    public FakeReply withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new FakeReply(status, more, body);
    }

    /** The same answer with another body, in UTF-8. */
    public FakeReply withBody(String text) {
        return withBody(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same answer with another body. */
    public FakeReply withBody(byte[] bytes) {
        return new FakeReply(status, headers, bytes.clone());
    }

    /** The same answer, packed. */
    public FakeReply gzipped() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return withBody(packed.toByteArray()).withHeader("content-encoding", "gzip");
    }

    public int status() {
        return status;
    }

    byte[] wire() {
        StringBuilder head = head(status, headers);
        head.append("content-length: ").append(body.length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    static StringBuilder head(int status, Map<String, String> headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(status)
                .append(" Status ")
                .append(status)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head;
    }
}
