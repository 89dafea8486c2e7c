package dev.sentiment4j.spring;

import dev.sentiment4j.ModelLoadException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A model that is missing or damaged: everything wrong with it, and which property names another. */
final class ModelFailureAnalyzer extends AbstractFailureAnalyzer<ModelLoadException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ModelLoadException cause) {
        return new FailureAnalysis("A model could not be loaded: " + cause.getMessage(), """
                Mend what is said above, or do one of these:

                    - Name a directory with a bundle or a Hugging Face export as sentiment.analyzer.model.directory
                    - Add dev.sentiment4j:sentiment-onnx, which brings the default model
                    - Name a model of the class path as sentiment.analyzer.model.id
                    - Define a SentimentAnalyzer bean of your own""", cause);
    }
}
