package dev.sentiment4j.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as it comes: at once what has arrived, at most one portion ahead of the reader, so that a slow
 * reader slows the server. A read that gets no byte for the idle limit fails. One thread reads, any may close.
 */
final class BodyStream extends InputStream implements BodySubscriber<BodyStream> {
    /** A portion of fewer bytes is small. */
    private static final int SMALL_BYTES = 8 << 10;

    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<ByteBuffer> arrived = new ArrayDeque<>();
    private volatile Duration idleLimit;
    private volatile long paceNanos;
    /** When the rest has to be there; null for never. */
    private volatile @Nullable Long deadline;

    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private boolean asked;
    private long portionNanos;
    private boolean small;
    private boolean ended;
    private boolean closed;

    BodyStream(Duration idleLimit, TimeSource time) {
        this.idleLimit = idleLimit;
        this.time = time;
    }

    void idleLimit(Duration limit) {
        this.idleLimit = limit;
    }

    /** From now on the idle limit is one for all of the rest. */
    void endWithinIdleLimit() {
        deadline = time.nanoTime() + idleLimit.toNanos();
    }

    void pace(Duration pace) {
        this.paceNanos = pace.toNanos();
    }

    @Override
    public CompletionStage<BodyStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        lock.lock();
        try {
            if (!closed) {
                subscription = s;
                asked = true;
            }
        } finally {
            lock.unlock();
        }
        if (subscription == null) {
            s.cancel();
        } else {
            s.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        lock.lock();
        try {
            asked = false;
            portionNanos = System.nanoTime();
            small = buffers.stream().mapToInt(ByteBuffer::remaining).sum() < SMALL_BYTES;
            buffers.stream().filter(ByteBuffer::hasRemaining).forEach(arrived::add);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onError(Throwable t) {
        end(t);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    private void end(@Nullable Throwable t) {
        lock.lock();
        try {
            failure = t;
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer buffer = next();
        if (buffer == null) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(to, offset, count);
        return count;
    }

    /** Bytes that a read gets without waiting. */
    @Override
    public int available() {
        lock.lock();
        try {
            return arrived.stream().mapToInt(ByteBuffer::remaining).sum();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ByteBuffer next() throws IOException {
        while (true) {
            Flow.Subscription more;
            lock.lock();
            try {
                ByteBuffer buffer = awaitBuffer();
                if (buffer != null || ended || closed) {
                    return buffer;
                }
                pace();
                more = subscription;
                asked = true;
            } finally {
                lock.unlock();
            }
            // Not under the lock: it may call onNext at once.
            if (more != null) {
                more.request(1);
            }
        }
    }

    /** By the system's time, since this is no wait for anything. */
    private void pace() throws IOException {
        long left = small ? portionNanos + paceNanos - System.nanoTime() : 0;
        try {
            while (left > 0 && !ended && !closed) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while it was read");
    }

    /** Something to read, or null if the server has to be asked for more, or there will be none. */
    private @Nullable ByteBuffer awaitBuffer() throws IOException {
        long left = idleLimit.toNanos();
        Long end = deadline;
        if (end != null) {
            left = Math.min(left, end - time.nanoTime());
        }
        while (true) {
            if (closed) {
                throw new IOException("closed while it was read");
            }
            ByteBuffer buffer = arrived.peek();
            while (buffer != null && !buffer.hasRemaining()) {
                arrived.remove();
                buffer = arrived.peek();
            }
            if (buffer != null) {
                return buffer;
            }
            if (ended) {
                if (failure != null) {
                    throw failure instanceof IOException e
                            ? new IOException(e.getMessage(), e)
                            : new IOException("the connection broke", failure);
                }
                return null;
            }
            if (!asked) {
                return null;
            }
            if (left <= 0) {
                throw new HttpTimeoutException(
                        end == null ? "no byte came for " + idleLimit : "the answer did not end within " + idleLimit);
            }
            try {
                left = time.await(changed, left);
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
    }

    /** Ends it, and with it its connection unless all of it has been read. */
    @Override
    public void close() {
        Flow.Subscription s;
        lock.lock();
        try {
            closed = true;
            arrived.clear();
            s = subscription;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (s != null) {
            s.cancel();
        }
    }
}
