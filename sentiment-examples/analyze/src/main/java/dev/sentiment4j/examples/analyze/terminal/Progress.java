package dev.sentiment4j.examples.analyze.terminal;

import dev.sentiment4j.spi.AnalyzerListener;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a file is: a bar with rate and time left where a person watches, nothing elsewhere. As a listener of the
 * analyzer it moves with every batch instead of with every chunk. Thread-safe.
 */
public final class Progress implements AnalyzerListener, AutoCloseable {
    private final PrintStream err;
    private final @Nullable ProgressBar bar;
    private final AtomicLong rowsDone = new AtomicLong();
    private final AtomicLong inChunk = new AtomicLong();
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile long chunkSize;

    /**
     * Starts with nothing done.
     *
     * @param visible whether a bar is drawn at all
     */
    public Progress(PrintStream err, boolean visible, int columns) {
        this.err = err;
        this.bar = visible
                ? new ProgressBarBuilder()
                        .setTaskName("Analyzing")
                        .setInitialMax(-1)
                        .setUnit(" texts", 1)
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .setUpdateIntervalMillis(250)
                        .showSpeed()
                        .setConsumer(new Line(err, Math.min(columns, 110) - 1))
                        .build()
                : null;
    }

    /** How many texts there are, as far as one knows. */
    public void total(long texts) {
        if (bar != null) {
            bar.maxHint(texts);
        }
    }

    /** So many texts are now being analyzed. */
    public void chunkStarted(int texts) {
        inChunk.set(0);
        chunkSize = texts;
    }

    @Override
    public void batchCompleted(BatchEvent batch) {
        long n = Math.min(chunkSize, inChunk.addAndGet(batch.size()));
        if (bar != null) {
            bar.stepTo(rowsDone.get() + n);
        }
    }

    /** So many rows are done, failed ones among them. */
    public void chunkDone(int rows) {
        chunkSize = 0;
        long done = rowsDone.addAndGet(rows);
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    /** Says something without tearing the bar. */
    public void say(String message) {
        synchronized (err) {
            err.print(bar == null ? "" : Line.CLEAR);
            err.println(message);
            err.flush();
        }
        if (bar != null && !finished.get()) {
            bar.refresh();
        }
    }

    /** Takes the bar away. Idempotent. */
    public void finish() {
        if (bar != null && finished.compareAndSet(false, true)) {
            bar.close();
        }
    }

    @Override
    public void close() {
        finish();
    }

    /** Draws the bar on one line, and leaves no trace at the end. */
    private static final class Line implements ProgressBarConsumer {
        static final String CLEAR = "\r\u001B[K";

        private final PrintStream out;
        private final int columns;

        Line(PrintStream out, int columns) {
            this.out = out;
            this.columns = columns;
        }

        @Override
        public int getMaxRenderedLength() {
            return columns;
        }

        @Override
        public void accept(String rendered) {
            synchronized (out) {
                out.print(CLEAR + rendered);
                out.flush();
            }
        }

        @Override
        public void close() {
            synchronized (out) {
                out.print(CLEAR);
                out.flush();
            }
        }
    }
}
