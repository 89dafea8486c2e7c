package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.VerificationReport;
import dev.sentiment4j.batch.Tuning;
import dev.sentiment4j.spi.AnalyzerListener;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens what the user chose. */
public interface AnalyzerFactory {
    /** An analyzer that the caller closes. */
    SentimentAnalyzer open(ModelChoice choice, AnalyzerListener listener);

    /**
     * Runs a model on golden texts.
     *
     * @param golden the texts, or null for those of the model
     */
    VerificationReport verify(ModelChoice choice, @Nullable Path golden);

    /**
     * The user's choice; null and 0 leave it to the library.
     *
     * @param model a directory or the id of a model on the class path
     * @param backend the name of an engine on the class path
     * @param fallback the name of the engine for when that one does not load the model
     * @param lanes streams of inference calls
     * @param tuning whether to measure what suits the model
     */
    record ModelChoice(
            @Nullable String model,
            @Nullable String backend,
            @Nullable String fallback,
            int lanes,
            Tuning tuning) {
        /** The same choice, measured now. */
        ModelChoice tunedNow() {
            return new ModelChoice(model, backend, fallback, lanes, Tuning.atStart());
        }
    }
}
