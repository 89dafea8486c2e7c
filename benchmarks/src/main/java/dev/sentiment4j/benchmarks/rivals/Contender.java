package dev.sentiment4j.benchmarks.rivals;

import ai.onnxruntime.OrtException;
import java.util.List;

/** A way to analyze prepared texts with the default model. Used by one thread. */
public interface Contender extends AutoCloseable {
    /** The name of its counter, such as "fifoBatchesOf32". */
    String name();

    /**
     * Analyzes every text once, all of them at hand from the start.
     *
     * @param prepared texts in the form that the model's text profile gives
     * @return texts per second
     */
    double textsPerSecond(List<String> prepared) throws Exception;

    @Override
    void close() throws OrtException;
}
