package dev.sentiment4j.benchmarks.rivals;

import ai.onnxruntime.OrtException;
import java.io.IOException;

/**
 * Batches of 16 in order of arrival, every row padded to the model's limit of 128 tokens: what
 * {@code padding="max_length"} gives. A thread for each processor, one intra-op thread each.
 */
public final class FixedPadding extends Rival {
    private static final int WIDTH = 128;
    private static final int BATCH = 16;

    private final OnnxModel model;

    private FixedPadding(OnnxModel model, BatchMeter meter) {
        super(
                "fixedPaddingTo128",
                meter,
                new WorkerPool(
                        "fixed-padding",
                        workers(
                                PROCESSORS,
                                texts -> model.run(
                                        texts.stream().map(model::encode).toList(), WIDTH, meter)),
                        BATCH));
        this.model = model;
    }

    /** Opens its session and starts its workers. */
    public static FixedPadding open() throws OrtException, IOException {
        return new FixedPadding(new OnnxModel(1), new BatchMeter());
    }

    @Override
    void free() throws OrtException {
        model.close();
    }
}
