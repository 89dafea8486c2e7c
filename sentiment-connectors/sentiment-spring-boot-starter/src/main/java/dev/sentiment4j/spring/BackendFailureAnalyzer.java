package dev.sentiment4j.spring;

import dev.sentiment4j.BackendResolutionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** No engine, or not one: what to add, or which property chooses. */
final class BackendFailureAnalyzer extends AbstractFailureAnalyzer<BackendResolutionException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BackendResolutionException cause) {
        return new FailureAnalysis("No engine could be chosen for an analyzer: " + cause.getMessage(), """
                Do one of these:

                    - Add dev.sentiment4j:sentiment-onnx, which brings an engine and the default model, or for TorchScript models dev.sentiment4j:sentiment-pytorch
                    - Choose one of several engines with sentiment.analyzer.backend
                    - Define a SentimentAnalyzer bean of your own
                    - Do without an analyzer: sentiment.analyzer.enabled=false""", cause);
    }
}
