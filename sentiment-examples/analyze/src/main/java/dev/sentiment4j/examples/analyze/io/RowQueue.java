package dev.sentiment4j.examples.analyze.io;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads ahead on a thread of its own, so that reading and analyzing overlap and a slow pipe is answered row by row.
 * What is held is bounded by rows and by characters. One thread takes.
 *
 * <p>All state is guarded by the monitor of this object; the reader itself belongs to the reading thread, but for
 * closing.
 */
public final class RowQueue implements AutoCloseable {
    private static final long MAX_CHARS = 16L << 20;

    private final RowReader reader;
    private final int capacity;
    private final Deque<Row> rows = new ArrayDeque<>();
    private long chars;
    private boolean ended;
    private boolean closed;
    private @Nullable Throwable failure;
    private long rowsRead;

    /**
     * Starts to read.
     *
     * @param capacity rows to read ahead
     */
    public RowQueue(RowReader reader, int capacity) {
        this.reader = reader;
        this.capacity = capacity;
        Thread thread = new Thread(this::pump, "sentiment-reader");
        // A blocking read of standard input cannot be called back, and must not hold up the end of the process.
        thread.setDaemon(true);
        thread.start();
    }

    private void pump() {
        try {
            for (Row row = reader.next(); row != null; row = reader.next()) {
                if (!put(row)) {
                    return;
                }
            }
            end(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(e);
        } catch (Throwable e) { // whatever it is, it belongs to the taking thread
            end(e);
        }
    }

    private synchronized boolean put(Row row) throws InterruptedException {
        while (!closed && isFull()) {
            wait();
        }
        rows.addLast(row);
        chars += weight(row);
        rowsRead++;
        notifyAll();
        return !closed;
    }

    private synchronized void end(@Nullable Throwable cause) {
        failure = cause;
        ended = true;
        notifyAll();
    }

    private boolean isFull() {
        return rows.size() >= capacity || chars >= MAX_CHARS;
    }

    private static long weight(Row row) {
        long n = row.text() == null ? 0 : row.text().length();
        for (String value : row.values()) {
            n += value.length();
        }
        return n;
    }

    /**
     * The next rows, in order; waits for the first.
     *
     * @param max at most so many
     * @param fill whether to wait for that many, rather than answer with those that are there
     * @return empty at the end of the input
     * @throws IOException if the input broke, after all rows before it were taken
     */
    public synchronized List<Row> take(int max, boolean fill) throws IOException, InterruptedException {
        while (!ended && (fill ? rows.size() < max && !isFull() : rows.isEmpty())) {
            wait();
        }
        List<Row> taken = new ArrayList<>(Math.min(max, rows.size()));
        long weight = 0;
        while (taken.size() < max && !rows.isEmpty() && (taken.isEmpty() || weight < MAX_CHARS)) {
            Row row = rows.removeFirst();
            weight += weight(row);
            taken.add(row);
        }
        chars -= weight;
        notifyAll();
        if (taken.isEmpty() && failure != null) {
            if (failure instanceof Error e) {
                throw e;
            }
            throw failure instanceof IOException e
                    ? e
                    : new IOException("reading the input failed: " + failure, failure);
        }
        return taken;
    }

    /** Rows read so far, taken or not. */
    public synchronized long rowsRead() {
        return rowsRead;
    }

    /** Whether the reader has reached the end, so that {@link #rowsRead()} is the total. */
    public synchronized boolean isComplete() {
        return ended;
    }

    /** Stops reading ahead; the reader is its owner's to close. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
