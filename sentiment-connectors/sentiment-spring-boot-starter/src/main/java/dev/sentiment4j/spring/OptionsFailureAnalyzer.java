package dev.sentiment4j.spring;

import dev.sentiment4j.InvalidOptionsException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Options that are refused only when the model is known, or when parts are put together; all of them. */
final class OptionsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidOptionsException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidOptionsException cause) {
        String message = String.valueOf(cause.getMessage());
        String what = message.substring(0, Math.max(0, message.indexOf(": ")));
        String problems = String.join("\n    - ", cause.problems());
        return new FailureAnalysis(
                "Options cannot work (" + what + "):\n\n    - " + problems,
                "Change the sentiment.* properties, or the customizers and beans, that these come from.",
                cause);
    }
}
