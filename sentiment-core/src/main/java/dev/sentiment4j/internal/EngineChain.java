package dev.sentiment4j.internal;

import dev.sentiment4j.BackendResolutionException;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.spi.BackendInfo;
import dev.sentiment4j.spi.InferenceBackendProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines that may open a model, the preferred first. One that is not there, refuses the model or fails to load it
 * is passed over for the next; why is logged, and kept for the notes of the engine that stands in. Used once.
 */
final class EngineChain {
    private static final Logger log = LoggerFactory.getLogger(EngineChain.class);

    private final ModelBundle bundle;
    private final List<InferenceBackendProvider> candidates;
    private final List<String> passedOver = new ArrayList<>();

    private EngineChain(ModelBundle bundle, List<InferenceBackendProvider> candidates) {
        this.bundle = bundle;
        this.candidates = candidates;
    }

    /**
     * Finds the engines.
     *
     * @param weightProblems weights of the bundle that are damaged and were left out
     * @throws BackendResolutionException if there is none that accepts the bundle
     */
    static EngineChain resolve(ModelBundle bundle, AnalyzerSettings settings, List<String> weightProblems) {
        if (settings.fallbacks().isEmpty()) {
            return new EngineChain(
                    bundle,
                    List.of(BackendResolver.resolve(
                            bundle, settings.backend(), settings.backendName(), settings.classLoader())));
        }
        List<EngineChoice> choices = new ArrayList<>();
        choices.add(new EngineChoice(settings.backend(), settings.backendName()));
        choices.addAll(settings.fallbacks());
        List<InferenceBackendProvider> candidates = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (EngineChoice choice : choices) {
            try {
                candidates.add(
                        BackendResolver.resolve(bundle, choice.provider(), choice.name(), settings.classLoader()));
            } catch (BackendResolutionException e) {
                String reason = weightProblems.isEmpty()
                        ? String.valueOf(e.getMessage())
                        : e.getMessage() + " (" + String.join("; ", weightProblems) + ")";
                refusals.add(reason);
            }
        }
        if (candidates.isEmpty()) {
            throw new BackendResolutionException(
                    "none of the engines asked for runs model " + bundle + ": " + String.join("; ", refusals));
        }
        EngineChain chain = new EngineChain(bundle, candidates);
        refusals.forEach(chain::passOver);
        return chain;
    }

    /**
     * Opens the model with the first engine that can.
     *
     * @param opener opens it with one engine
     * @throws RuntimeException what the opener threw for the last one, with the reasons of the others
     */
    <T> T open(Function<InferenceBackendProvider, T> opener) {
        List<String> problems = new ArrayList<>();
        for (InferenceBackendProvider provider : candidates.subList(0, candidates.size() - 1)) {
            try {
                return opener.apply(provider);
            } catch (ModelLoadException e) {
                e.problems().forEach(problem -> problems.add("engine '" + provider.name() + "': " + problem));
                passOver(String.valueOf(e.getMessage()), provider, e);
            } catch (RuntimeException | LinkageError e) {
                // A native library that does not load, or a defect of the provider.
                problems.add("engine '" + provider.name() + "' could not be opened: " + e);
                passOver(e.toString(), provider, e);
            }
        }
        InferenceBackendProvider last = candidates.get(candidates.size() - 1);
        try {
            return opener.apply(last);
        } catch (ModelLoadException e) {
            if (problems.isEmpty()) {
                throw e;
            }
            e.problems().forEach(problem -> problems.add("engine '" + last.name() + "': " + problem));
            throw new ModelLoadException(
                    bundle.source().description(), problems, e.getCause() != null ? e.getCause() : e);
        } catch (SentimentException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            problems.add("engine '" + last.name() + "' could not be opened: " + e);
            throw new ModelLoadException(bundle.source().description(), problems, e);
        }
    }

    private void passOver(String reason, InferenceBackendProvider provider, Throwable failure) {
        passedOver.add("engine '" + provider.name() + "' does not load the model: " + reason);
        log.warn("Engine '{}' does not load the model, trying the next one", provider.name(), failure);
    }

    private void passOver(String reason) {
        passedOver.add(reason);
        log.warn("Trying another engine for the model: {}", reason);
    }

    /** What the engine says of itself, and in front of it for whom it stands in and why. */
    BackendInfo explained(BackendInfo info) {
        if (passedOver.isEmpty()) {
            return info;
        }
        List<String> notes = new ArrayList<>();
        passedOver.forEach(reason -> notes.add("stands in, because " + reason));
        notes.addAll(info.notes());
        return new BackendInfo(info.name(), info.engine(), info.device(), info.batchInvariant(), notes);
    }
}
