package dev.sentiment4j.benchmarks.rivals;

import ai.onnxruntime.OrtException;
import java.io.IOException;

/**
 * Dynamic batching as model servers do it: a free thread takes up to 32 texts in order of arrival and pads them to the
 * longest. A thread for each processor, one intra-op thread each.
 */
public final class FifoBatches extends Rival {
    private static final int BATCH = 32;

    private final OnnxModel model;

    private FifoBatches(OnnxModel model, BatchMeter meter) {
        super(
                "fifoBatchesOf32",
                meter,
                new WorkerPool("fifo-batches", workers(PROCESSORS, texts -> model.run(texts, meter)), BATCH));
        this.model = model;
    }

    /** Opens its session and starts its workers. */
    public static FifoBatches open() throws OrtException, IOException {
        return new FifoBatches(new OnnxModel(1), new BatchMeter());
    }

    @Override
    void free() throws OrtException {
        model.close();
    }
}
