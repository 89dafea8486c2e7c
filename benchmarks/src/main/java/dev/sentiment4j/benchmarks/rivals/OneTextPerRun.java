package dev.sentiment4j.benchmarks.rivals;

import ai.onnxruntime.OrtException;
import java.io.IOException;

/**
 * A call for every text, no batches: a thread for each processor takes the next text, tokenises it and runs it alone
 * with one intra-op thread. It is how LangChain4j and OpenNLP call ONNX Runtime, with as many threads as pay off.
 */
public final class OneTextPerRun extends Rival {

    private final OnnxModel model;

    private OneTextPerRun(OnnxModel model, BatchMeter meter) {
        super(
                "oneTextPerRun",
                meter,
                new WorkerPool("one-text-per-run", workers(PROCESSORS, texts -> model.run(texts, meter)), 1));
        this.model = model;
    }

    /** Opens its session and starts its workers. */
    public static OneTextPerRun open() throws OrtException, IOException {
        return new OneTextPerRun(new OnnxModel(1), new BatchMeter());
    }

    @Override
    void free() throws OrtException {
        model.close();
    }
}
