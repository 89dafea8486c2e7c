package dev.sentiment4j;

import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.Tuning;
import dev.sentiment4j.cache.CacheOptions;
import dev.sentiment4j.cache.ResultCache;
import dev.sentiment4j.internal.AnalyzerFactory;
import dev.sentiment4j.internal.AnalyzerSettings;
import dev.sentiment4j.internal.EngineChoice;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.spi.TokenizerProvider;
import dev.sentiment4j.text.TextProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Configures a {@link SentimentAnalyzer}. Every setting has a default. Not thread-safe. */
public final class SentimentAnalyzerBuilder {
    private @Nullable ModelSource source;
    private @Nullable ModelBundle bundle;
    private @Nullable String modelId;
    private @Nullable InferenceBackendProvider backend;
    private @Nullable String backendName;
    private final List<EngineChoice> fallbacks = new ArrayList<>();
    private @Nullable TextProfile profile;
    private @Nullable LongTextPolicy longText;
    private int maxTokens;
    private BatchOptions batching = BatchOptions.defaults();
    private Tuning tuning = Tuning.off();
    private Executor executor = ForkJoinPool.commonPool();
    private final List<AnalyzerListener> listeners = new ArrayList<>();
    private @Nullable TokenizerProvider tokenizer;
    private @Nullable ResultCache cache;
    private LongSupplier nanoClock = System::nanoTime;
    private @Nullable ClassLoader classLoader;
    private String name = "sentiment";

    SentimentAnalyzerBuilder() {}

    /** The model in a directory: a bundle with our manifest, or a plain Hugging Face export. */
    public SentimentAnalyzerBuilder model(Path directory) {
        return model(ModelSource.directory(directory));
    }

    /** The model of a source. */
    public SentimentAnalyzerBuilder model(ModelSource source) {
        this.source = Objects.requireNonNull(source, "source");
        this.bundle = null;
        this.modelId = null;
        return this;
    }

    /** A bundle that the host has read or described itself. */
    public SentimentAnalyzerBuilder model(ModelBundle bundle) {
        this.bundle = Objects.requireNonNull(bundle, "bundle");
        this.source = null;
        this.modelId = null;
        return this;
    }

    /** The model of that id on the class path; by default the one that calls itself the default. */
    public SentimentAnalyzerBuilder model(String id) {
        this.modelId = Objects.requireNonNull(id, "id");
        this.source = null;
        this.bundle = null;
        return this;
    }

    /** The engine to use; wins over any on the class path. */
    public SentimentAnalyzerBuilder backend(InferenceBackendProvider backend) {
        this.backend = Objects.requireNonNull(backend, "backend");
        return this;
    }

    /**
     * The engine of that name on the class path, such as "onnx"; by default the only one that accepts the model, or of
     * several the one that its manifest prefers.
     */
    public SentimentAnalyzerBuilder backend(String name) {
        this.backendName = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * The engine of that name on the class path, for when the one given to {@code backend} is not there, refuses the
     * model or fails to load it; several calls add up in their order. Which engine answers stands in every
     * {@link SentimentResult#backend()}; why another was passed over is logged as a warning and stands in the notes of
     * {@link AnalyzerInfo#backend()}. Weights that are damaged are passed over in the same way if the bundle holds
     * sound ones of another format. Once a model is loaded, its engine stays.
     */
    public SentimentAnalyzerBuilder fallback(String name) {
        fallbacks.add(new EngineChoice(null, Objects.requireNonNull(name, "name")));
        return this;
    }

    /** Like {@link #fallback(String)} with an engine of the host's. */
    public SentimentAnalyzerBuilder fallback(InferenceBackendProvider backend) {
        fallbacks.add(new EngineChoice(Objects.requireNonNull(backend, "backend"), null));
        return this;
    }

    /**
     * Prepares texts another way than the model's manifest says. Scores may suffer: models expect the text form of
     * their training.
     */
    public SentimentAnalyzerBuilder textProfile(TextProfile profile) {
        this.profile = Objects.requireNonNull(profile, "profile");
        return this;
    }

    /** What happens to texts beyond the model's limit; by default what its manifest says, else truncation. */
    public SentimentAnalyzerBuilder longText(LongTextPolicy longText) {
        this.longText = Objects.requireNonNull(longText, "longText");
        return this;
    }

    /** Lowers the limit of tokens of one model input; by default the model's own. */
    public SentimentAnalyzerBuilder maxTokens(int maxTokens) {
        this.maxTokens = maxTokens;
        return this;
    }

    /** Admission, batching and threads. */
    public SentimentAnalyzerBuilder batching(BatchOptions batching) {
        this.batching = Objects.requireNonNull(batching, "batching");
        return this;
    }

    /** Whether to measure first what suits this model on this machine; by default {@link Tuning#off()}. */
    public SentimentAnalyzerBuilder tuning(Tuning tuning) {
        this.tuning = Objects.requireNonNull(tuning, "tuning");
        return this;
    }

    /**
     * Where futures complete; by default the JVM's common pool. Owned by the caller. One that runs tasks on the calling
     * thread lets callbacks run on a lane, where they hold up other texts, and must not wait for the analyzer.
     */
    public SentimentAnalyzerBuilder completionExecutor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /** Hears what the analyzer does, once however often it is given; several listeners add up. */
    public SentimentAnalyzerBuilder listener(AnalyzerListener listener) {
        Objects.requireNonNull(listener, "listener");
        if (listeners.stream().noneMatch(known -> known == listener)) {
            listeners.add(listener);
        }
        return this;
    }

    /** Where engines, tokenizers and models are looked for; by default the thread's context class loader. */
    public SentimentAnalyzerBuilder classLoader(ClassLoader classLoader) {
        this.classLoader = Objects.requireNonNull(classLoader, "classLoader");
        return this;
    }

    /** The name in logs, messages, metrics and thread names; by default "sentiment". */
    public SentimentAnalyzerBuilder name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /** The tokenizer library to use; by default the one on the class path that reads the model's tokenizer. */
    public SentimentAnalyzerBuilder tokenizer(TokenizerProvider tokenizer) {
        this.tokenizer = Objects.requireNonNull(tokenizer, "tokenizer");
        return this;
    }

    /** Keeps results in memory for texts that come again; by default nothing is kept. */
    public SentimentAnalyzerBuilder cache(CacheOptions options) {
        return cache(ResultCache.inMemory(options));
    }

    /**
     * Keeps results for texts that come again; by default nothing is kept. The cache is the caller's and may be shared.
     */
    public SentimentAnalyzerBuilder cache(ResultCache cache) {
        this.cache = Objects.requireNonNull(cache, "cache");
        return this;
    }

    /**
     * The clock for waiting times and deadlines, in nanoseconds like {@link System#nanoTime()}, its default; for tests.
     */
    public SentimentAnalyzerBuilder nanoClock(LongSupplier nanoClock) {
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        return this;
    }

    /**
     * Loads the model, checks it and starts the lanes.
     *
     * @throws InvalidOptionsException if an option cannot work with the model
     * @throws ModelLoadException listing everything wrong with the model
     * @throws BackendResolutionException if no single engine could be chosen
     */
    public SentimentAnalyzer build() {
        return AnalyzerFactory.create(settings(), cache);
    }

    /**
     * Loads the model, runs every golden text of its bundle alone and in batches, compares, and closes everything
     * again.
     *
     * @throws SentimentException as {@link #build()} does
     */
    public VerificationReport verify() {
        return AnalyzerFactory.verify(settings(), null);
    }

    /**
     * Like {@link #verify()} with golden texts from elsewhere.
     *
     * @param golden JSON lines with text, normalized, ids and logits by head
     */
    public VerificationReport verify(Path golden) {
        return AnalyzerFactory.verify(settings(), Objects.requireNonNull(golden, "golden"));
    }

    private AnalyzerSettings settings() {
        if (!fallbacks.isEmpty() && backend == null && backendName == null) {
            throw new InvalidOptionsException(
                    "analyzer '" + name + "'",
                    List.of("fallback without backend: name the engine to prefer with backend(name)"));
        }
        ClassLoader loader = classLoader;
        if (loader == null) {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            loader = context != null ? context : SentimentAnalyzer.class.getClassLoader();
        }
        return new AnalyzerSettings(
                name,
                source,
                bundle,
                modelId,
                backend,
                backendName,
                fallbacks,
                tokenizer,
                profile,
                longText,
                maxTokens,
                batching,
                tuning,
                executor,
                listeners,
                loader,
                nanoClock);
    }
}
