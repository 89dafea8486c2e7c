package dev.sentiment4j.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Requests over the JDK's client. HTTP/1.1, so that each stream has a connection of its own that dies with it, and a
 * silent connection is never taken for the next attempt; no redirects, since a token must not follow them. Waits can be
 * interrupted. Thread-safe; its threads end by themselves.
 */
public final class HttpLink {
    private final HttpOptions options;
    private final TimeSource time;
    private final HttpClient client;

    public HttpLink(HttpOptions options, TimeSource time) {
        this.options = options;
        this.time = time;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(options.connectTimeout());
        options.proxy().ifPresent(builder::proxy);
        options.sslContext().ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /** A request that names the client. */
    public HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).setHeader("User-Agent", options.userAgent());
    }

    /**
     * Sends a request and reads the answer, unpacking it if it is gzip.
     *
     * @throws BodyTooLargeException if it is no refusal and longer than {@link HttpOptions#maxBodyBytes()}
     * @throws IOException if there is no whole answer within {@link HttpOptions#requestTimeout()}
     */
    public HttpReply send(HttpRequest request) throws IOException, InterruptedException {
        long start = time.nanoTime();
        HttpStream stream = open(request);
        Duration left = options.requestTimeout().minusNanos(time.nanoTime() - start);
        stream.idleLimit(left.isNegative() ? Duration.ZERO : left);
        try {
            return stream.readFully(options.maxBodyBytes());
        } catch (InterruptedIOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw e;
        }
    }

    /**
     * Sends a request and returns when the head of the answer has come.
     *
     * @throws IOException if it does not come within {@link HttpOptions#requestTimeout()}
     */
    public HttpStream open(HttpRequest request) throws IOException, InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        Condition done = lock.newCondition();
        Duration timeout = options.requestTimeout();
        CompletableFuture<HttpResponse<BodyStream>> answer =
                client.sendAsync(request, head -> new BodyStream(timeout, time));
        answer.whenComplete((response, failure) -> {
            lock.lock();
            try {
                done.signalAll();
            } finally {
                lock.unlock();
            }
        });
        boolean taken = false;
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (!answer.isDone()) {
                if (left <= 0) {
                    throw new HttpTimeoutException("no answer came for " + timeout);
                }
                left = time.await(done, left);
            }
            HttpStream stream = new HttpStream(answer.get());
            taken = true;
            return stream;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof IOException io ? new IOException(io.getMessage(), io) : new IOException(cause);
        } finally {
            lock.unlock();
            if (!taken && !answer.cancel(true)) {
                answer.thenAccept(late -> late.body().close());
            }
        }
    }
}
