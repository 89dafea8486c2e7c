package dev.sentiment4j.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps native memory alive while calls use it. Freeing it under a running call would crash the process, so the last
 * one out frees it: {@link #close} at once when nothing runs, else the last {@link #exit}.
 *
 * <p>Invariant: {@code holders} counts the owner (until it closes) and every call inside; zero is final. Lock-free and
 * thread-safe; {@code close} never waits.
 */
public final class GuardedResource implements AutoCloseable {
    private final String what;
    private final Runnable free;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicInteger holders = new AtomicInteger(1);

    /**
     * @param what the resource as the subject of a sentence, "the tokenizer of model x"
     * @param free frees the memory; runs exactly once, on the thread that leaves last
     */
    public GuardedResource(String what, Runnable free) {
        this.what = what;
        this.free = free;
    }

    /**
     * Begins a use, to be ended by {@link #exit} in a finally block.
     *
     * @throws IllegalStateException if it is closed
     */
    public void enter() {
        while (!closed.get()) {
            int n = holders.get();
            if (n == 0) {
                break;
            }
            if (holders.compareAndSet(n, n + 1)) {
                return;
            }
        }
        throw new IllegalStateException(what + " is closed");
    }

    /** Ends a use. */
    public void exit() {
        if (holders.decrementAndGet() == 0) {
            free.run();
        }
    }

    /** Whether the owner closed it; uses that began before may still run. */
    public boolean isClosed() {
        return closed.get();
    }

    /** Refuses new uses, and frees the memory as soon as no use runs. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            exit();
        }
    }
}
