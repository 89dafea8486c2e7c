package dev.sentiment4j.internal;

import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.batch.TuningProfile;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelManifest;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.spi.TokenizerProvider;
import dev.sentiment4j.text.TextProfile;
import dev.sentiment4j.text.TextProfiles;
import dev.sentiment4j.tokenize.TextEncoder;
import dev.sentiment4j.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model that was found, read, checked and opened: everything an analyzer needs but its lanes. Whoever loads it closes
 * its tokenizer and its backend.
 */
final class LoadedModel implements AutoCloseable {
    private final AnalyzerInfo info;
    private final ModelBundle bundle;
    private final TextEncoder encoder;
    private final Tokenizer tokenizer;
    private final InferenceBackend backend;

    private LoadedModel(
            AnalyzerInfo info, ModelBundle bundle, TextEncoder encoder, Tokenizer tokenizer, InferenceBackend backend) {
        this.info = info;
        this.bundle = bundle;
        this.encoder = encoder;
        this.tokenizer = tokenizer;
        this.backend = backend;
    }

    /**
     * Finds and opens what the settings ask for. Problems of the files, the tokenizer, the text profile and the graph
     * are gathered, so that one exception tells all of them.
     */
    static LoadedModel open(AnalyzerSettings settings) {
        ModelBundle given = settings.bundle();
        ModelSource source = given != null ? given.source() : source(settings);
        List<String> problems = new ArrayList<>();
        List<String> weightProblems = new ArrayList<>();
        ModelBundle bundle = given;
        if (bundle == null) {
            ModelBundle.Inspection inspection = ModelBundle.inspect(source);
            problems.addAll(inspection.problems());
            weightProblems.addAll(inspection.weightProblems());
            bundle =
                    inspection.bundle().orElseThrow(() -> new ModelLoadException(source.description(), problems, null));
        }
        if (settings.fallbacks().isEmpty() && !weightProblems.isEmpty()) {
            // Nobody said that another format would do.
            throw new ModelLoadException(source.description(), problems, null);
        }
        problems.removeAll(weightProblems);
        ModelManifest manifest = bundle.manifest();
        EngineChain engines = EngineChain.resolve(bundle, settings, weightProblems);
        int maxTokens = maxTokens(settings, manifest);
        LongTextPolicy longText = settings.longText() != null ? settings.longText() : manifest.longText();

        Gathered gathered = new Gathered(source, problems);
        TextProfile profile = settings.profile() != null
                ? settings.profile()
                : gathered.get(
                        "the text profile",
                        () -> TextProfiles.resolve(manifest.profile(), source, settings.classLoader()));
        Tokenizer tokenizer = gathered.get("the tokenizer", () -> tokenizer(settings, source, manifest.tokenizer()));
        Started engine = null;
        try {
            ModelBundle opened = bundle;
            if (tokenizer != null) {
                int padId = tokenizer.specialTokens().padId();
                manifest.padId().ifPresent(expected -> {
                    if (expected != padId) {
                        problems.add(manifest.tokenizer() + ": fills rows with token " + padId + ", the model expects "
                                + expected + "; the tokenizer belongs to another model, copy the right one");
                    }
                });
                // A sweep costs seconds, so it waits until all else is well.
                boolean tunable = profile != null && problems.isEmpty();
                engine = gathered.get(
                        "the engine",
                        () -> engines.open(
                                provider -> start(settings, opened, provider, tokenizer, maxTokens, tunable)));
            }
            if (profile == null || tokenizer == null || engine == null || !problems.isEmpty()) {
                throw gathered.failure();
            }
            TextEncoder encoder = new TextEncoder(profile, tokenizer, maxTokens, longText);
            AnalyzerInfo info = new AnalyzerInfo(
                    settings.name(),
                    manifest.info(),
                    source.description(),
                    manifest.heads(),
                    maxTokens,
                    longText,
                    profile.id(),
                    engines.explained(engine.backend().info()),
                    engine.plan(),
                    engine.batching(),
                    engine.tuning());
            return new LoadedModel(info, bundle, encoder, tokenizer, engine.backend());
        } catch (Throwable t) {
            closeAfter(t, engine == null ? null : engine.backend());
            closeAfter(t, tokenizer);
            throw t;
        }
    }

    /** A backend, and what was decided for it. */
    private record Started(
            InferenceBackend backend, ThreadPlan plan, BatchOptions batching, Optional<TuningProfile> tuning) {}

    private static Started start(
            AnalyzerSettings settings,
            ModelBundle bundle,
            InferenceBackendProvider provider,
            Tokenizer tokenizer,
            int maxTokens,
            boolean tunable) {
        Optional<TuningProfile> tuning = tunable
                ? Tuner.tune(
                        settings.tuning(),
                        settings.batching(),
                        bundle,
                        provider,
                        tokenizer,
                        maxTokens,
                        settings.nanoClock())
                : Optional.empty();
        BatchOptions batching = tuning.map(t -> t.applyTo(settings.batching()))
                .orElse(settings.batching())
                .resolved();
        ThreadPlan plan = ThreadPlan.of(batching, Runtime.getRuntime().availableProcessors());
        BackendContext context =
                new BackendContext(plan, tokenizer.specialTokens().padId(), tokenizer.vocabularySize());
        return new Started(provider.open(bundle, context), plan, batching, tuning);
    }

    AnalyzerInfo info() {
        return info;
    }

    ModelBundle bundle() {
        return bundle;
    }

    TextEncoder encoder() {
        return encoder;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    InferenceBackend backend() {
        return backend;
    }

    @Override
    public void close() {
        try (tokenizer) {
            backend.close();
        }
    }

    private static ModelSource source(AnalyzerSettings settings) {
        ModelSource source = settings.source();
        return source != null ? source : ModelResolver.resolve(settings.modelId(), settings.classLoader());
    }

    private static int maxTokens(AnalyzerSettings settings, ModelManifest manifest) {
        int limit = manifest.maxTokens();
        if (settings.maxTokens() == 0) {
            return limit;
        }
        if (settings.maxTokens() < 0 || settings.maxTokens() > limit) {
            throw new InvalidOptionsException(
                    "analyzer '" + settings.name() + "'",
                    List.of("maxTokens = " + settings.maxTokens() + ": must lie between 1 and the " + limit
                            + " that model " + manifest.info() + " takes"));
        }
        return settings.maxTokens();
    }

    private static Tokenizer tokenizer(AnalyzerSettings settings, ModelSource source, String file) {
        TokenizerProvider explicit = settings.tokenizer();
        if (explicit != null) {
            return explicit.open(source, file);
        }
        Providers<TokenizerProvider> providers = Providers.load(TokenizerProvider.class, settings.classLoader());
        List<String> refusals = new ArrayList<>();
        for (TokenizerProvider provider : providers.found()) {
            Optional<String> refusal = provider.refusal(source, file);
            if (refusal.isEmpty()) {
                return provider.open(source, file);
            }
            refusals.add(provider.name() + ": " + refusal.get());
        }
        throw new ModelLoadException(
                source.description(),
                "no tokenizer library on the class path reads " + file + " " + refusals + providers.brokenNote()
                        + "; add dev.sentiment4j:sentiment-tokenizers, or hand a provider to"
                        + " SentimentAnalyzerBuilder.tokenizer");
    }

    private static void closeAfter(Throwable failure, @Nullable AutoCloseable resource) {
        if (resource == null) {
            return;
        }
        try {
            resource.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    /** Goes on after a refusal, to hear what else is wrong. */
    private static final class Gathered {
        private final ModelSource source;
        private final List<String> problems;
        private @Nullable Throwable cause;

        Gathered(ModelSource source, List<String> problems) {
            this.source = source;
            this.problems = problems;
        }

        <T> @Nullable T get(String what, Supplier<T> part) {
            try {
                return part.get();
            } catch (ModelLoadException e) {
                problems.addAll(e.problems());
                remember(e.getCause() != null ? e.getCause() : e);
                return null;
            } catch (SentimentException e) {
                throw e;
            } catch (RuntimeException | LinkageError e) {
                // A native library that does not load, or a defect of the provider.
                problems.add(what + " could not be opened: " + e);
                remember(e);
                return null;
            }
        }

        private void remember(Throwable t) {
            if (cause == null) {
                cause = t;
            } else if (cause != t) {
                cause.addSuppressed(t);
            }
        }

        ModelLoadException failure() {
            return new ModelLoadException(source.description(), problems, cause);
        }
    }
}
