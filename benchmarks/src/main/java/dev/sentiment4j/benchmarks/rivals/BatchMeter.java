package dev.sentiment4j.benchmarks.rivals;

import dev.sentiment4j.spi.AnalyzerListener;
import java.util.concurrent.atomic.LongAdder;

/** Adds up batches: their sizes, and how much of the engine's work was padding. Thread-safe. */
public final class BatchMeter implements AnalyzerListener {
    private final LongAdder batches = new LongAdder();
    private final LongAdder texts = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private final LongAdder cost = new LongAdder();

    /**
     * Counts one batch.
     *
     * @param size texts in it
     * @param tokens tokens of the texts
     * @param cost tokens that the engine worked on, padding included
     */
    public void record(int size, long tokens, long cost) {
        batches.increment();
        texts.add(size);
        this.tokens.add(tokens);
        this.cost.add(cost);
    }

    @Override
    public void batchCompleted(BatchEvent batch) {
        record(batch.size(), batch.tokens(), batch.cost());
    }

    /** Forgets everything; to be called while no batch runs. */
    public void reset() {
        batches.reset();
        texts.reset();
        tokens.reset();
        cost.reset();
    }

    /** The share of the engine's tokens that were padding, 0 to 1; 0 before the first batch. */
    public double paddingWaste() {
        long all = cost.sum();
        return all == 0 ? 0 : 1 - (double) tokens.sum() / all;
    }

    /** Texts in a batch on average; 0 before the first batch. */
    public double meanBatch() {
        long all = batches.sum();
        return all == 0 ? 0 : (double) texts.sum() / all;
    }
}
