package dev.sentiment4j.benchmarks.rivals;

import ai.onnxruntime.OrtException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A contender inside this JVM that can also stand as a server: texts come one by one, wait in a bounded queue in order
 * of arrival, and are refused when it is full. {@link #submit} is thread-safe.
 */
public abstract sealed class Rival implements Contender
        permits OneTextPerRun, FixedPadding, FifoBatches, ThreadPerRequest, DjlPredictor {
    static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final String name;
    private final BatchMeter meter;
    private final WorkerPool pool;

    Rival(String name, BatchMeter meter, WorkerPool pool) {
        this.name = name;
        this.meter = meter;
        this.pool = pool;
    }

    /** The same runner for each of some workers. */
    static List<WorkerPool.Runner> workers(int count, WorkerPool.Runner runner) {
        return Collections.nCopies(count, runner);
    }

    @Override
    public final String name() {
        return name;
    }

    /** What its batches were like. */
    public final BatchMeter meter() {
        return meter;
    }

    /**
     * Analyzes a text in the background.
     *
     * @return the probabilities of the sentiment labels in the model's order, or
     *     {@link java.util.concurrent.RejectedExecutionException} at once when the queue is full
     */
    public final CompletableFuture<double[]> submit(String prepared) {
        return pool.submit(prepared);
    }

    @Override
    public final double textsPerSecond(List<String> prepared) throws InterruptedException {
        return pool.textsPerSecond(prepared);
    }

    @Override
    public final void close() throws OrtException {
        pool.close();
        free();
    }

    /** Frees what the workers used; they have ended. */
    abstract void free() throws OrtException;
}
