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
    private final List<Candidate> candidates;
    private final List<String> refusedLast;
    private final List<String> passedOver = new ArrayList<>();

    private EngineChain(ModelBundle bundle, List<Candidate> candidates, List<String> refusedLast) {
        this.bundle = bundle;
        this.candidates = candidates;
        this.refusedLast = refusedLast;
    }

    /**
     * An engine that accepts the bundle.
     *
     * @param refusedBefore why those asked for in front of it, and behind the candidate before, do not
     */
    private record Candidate(InferenceBackendProvider provider, List<String> refusedBefore) {}

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
                    List.of(new Candidate(
                            BackendResolver.resolve(
                                    bundle, settings.backend(), settings.backendName(), settings.classLoader()),
                            List.of())),
                    List.of());
        }
        List<EngineChoice> choices = new ArrayList<>();
        choices.add(new EngineChoice(settings.backend(), settings.backendName()));
        choices.addAll(settings.fallbacks());
        List<Candidate> candidates = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (EngineChoice choice : choices) {
            try {
                InferenceBackendProvider provider =
                        BackendResolver.resolve(bundle, choice.provider(), choice.name(), settings.classLoader());
                candidates.add(new Candidate(provider, List.copyOf(refusals)));
                refusals.clear();
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
        return new EngineChain(bundle, candidates, List.copyOf(refusals));
    }

    /**
     * Opens the model with the first engine that can.
     *
     * @param opener opens it with one engine
     * @throws RuntimeException what the opener threw for the last one, with the reasons of the others
     */
    <T> T open(Function<InferenceBackendProvider, T> opener) {
        List<String> problems = new ArrayList<>();
        for (Candidate candidate : candidates.subList(0, candidates.size() - 1)) {
            candidate.refusedBefore().forEach(this::passOver);
            problems.addAll(candidate.refusedBefore());
            InferenceBackendProvider provider = candidate.provider();
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
        Candidate lastCandidate = candidates.get(candidates.size() - 1);
        lastCandidate.refusedBefore().forEach(this::passOver);
        problems.addAll(lastCandidate.refusedBefore());
        InferenceBackendProvider last = lastCandidate.provider();
        try {
            T opened = opener.apply(last);
            refusedLast.forEach(reason -> log.info("A fallback for the model would not be of use: {}", reason));
            return opened;
        } catch (ModelLoadException e) {
            if (problems.isEmpty() && refusedLast.isEmpty()) {
                throw e;
            }
            e.problems().forEach(problem -> problems.add("engine '" + last.name() + "': " + problem));
            problems.addAll(refusedLast);
            throw new ModelLoadException(
                    bundle.source().description(), problems, e.getCause() != null ? e.getCause() : e);
        } catch (SentimentException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            problems.add("engine '" + last.name() + "' could not be opened: " + e);
            problems.addAll(refusedLast);
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
