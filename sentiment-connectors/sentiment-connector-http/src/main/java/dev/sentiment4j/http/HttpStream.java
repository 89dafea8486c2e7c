package dev.sentiment4j.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * An answer whose body goes on coming. Its body is read by one thread; any other may close it, which closes the
 * connection too and fails the read.
 */
public final class HttpStream implements AutoCloseable {
    private final HttpResponse<BodyStream> response;
    private final InputStream body;

    HttpStream(HttpResponse<BodyStream> response) {
        this.response = response;
        boolean packed = HeaderFields.text(response.headers(), "content-encoding")
                .map(encoding -> encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip"))
                .orElse(false);
        this.body = packed ? new GunzipStream(response.body()) : response.body();
    }

    public int status() {
        return response.statusCode();
    }

    public HttpHeaders headers() {
        return response.headers();
    }

    /**
     * The body, unpacked if it came as gzip. A read returns what has arrived; without a byte for the idle limit it
     * fails with a {@link java.net.http.HttpTimeoutException}.
     */
    public InputStream body() {
        return body;
    }

    /** Sets how long a read waits for a byte. */
    public void idleLimit(Duration limit) {
        response.body().idleLimit(limit);
    }

    /**
     * Sets how soon after a small portion the next one is asked for; at once by default. Where items come one by one,
     * each wakes up four threads, unless those of a moment come together.
     */
    public void pace(Duration pace) {
        response.body().pace(pace);
    }

    /**
     * Reads the rest, as that of an answer that ends, and closes. The idle limit is now one for all of it, so that a
     * server that sends byte by byte holds nobody up. Of a refusal that is longer than that the beginning is kept, as
     * its status says enough.
     *
     * @throws BodyTooLargeException if it is no refusal and longer than that
     * @throws IOException if it does not end in time, or cannot be read
     */
    public HttpReply readFully(int maxBytes) throws IOException {
        try (this) {
            response.body().endWithinIdleLimit();
            byte[] bytes = body.readNBytes(maxBytes + 1);
            HttpReply reply = new HttpReply(status(), headers(), bytes);
            if (bytes.length > maxBytes && reply.isSuccess()) {
                throw new BodyTooLargeException(maxBytes);
            }
            return reply;
        }
    }

    /** Ends it; idempotent. */
    @Override
    public void close() {
        response.body().close();
    }
}
