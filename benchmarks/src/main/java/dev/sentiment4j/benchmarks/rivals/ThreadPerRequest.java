package dev.sentiment4j.benchmarks.rivals;

import ai.onnxruntime.OrtException;
import java.io.IOException;

/**
 * A thread for every request, as in a servlet container: up to 200 of them (Tomcat's default) tokenise and run their
 * one text on a shared session, whose calls use all processors. Further requests wait for a thread.
 */
public final class ThreadPerRequest extends Rival {
    private static final int THREADS = 200;

    private final OnnxModel model;

    private ThreadPerRequest(OnnxModel model, BatchMeter meter) {
        super(
                "threadPerRequest",
                meter,
                new WorkerPool("thread-per-request", workers(THREADS, texts -> model.run(texts, meter)), 1));
        this.model = model;
    }

    /** Opens its session and starts its workers. */
    public static ThreadPerRequest open() throws OrtException, IOException {
        return new ThreadPerRequest(new OnnxModel(PROCESSORS), new BatchMeter());
    }

    @Override
    void free() throws OrtException {
        model.close();
    }
}
