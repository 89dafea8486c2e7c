package dev.sentiment4j;

import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.text.TextProfile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Configures a {@link SentimentAnalyzer}. Every setting has a default. Not thread-safe. */
@SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"})
public final class SentimentAnalyzerBuilder {
    private @Nullable ModelSource source;
    private @Nullable ModelBundle bundle;
    private @Nullable String modelId;
    private @Nullable InferenceBackendProvider backend;
    private @Nullable String backendName;
    private @Nullable TextProfile profile;
    private @Nullable LongTextPolicy longText;
    private int maxTokens;
    private BatchOptions batching = BatchOptions.defaults();
    private @Nullable Executor executor;
    private @Nullable AnalyzerListener listener;
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

    /** The engine of that name on the class path, such as "onnx"; by default the only one that accepts the model. */
    public SentimentAnalyzerBuilder backend(String name) {
        this.backendName = Objects.requireNonNull(name, "name");
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

    /** Where futures complete; by default the JVM's common pool. Owned by the caller. */
    public SentimentAnalyzerBuilder completionExecutor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /** Hears what the analyzer does; several calls add up. */
    public SentimentAnalyzerBuilder listener(AnalyzerListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
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

    /**
     * Loads the model and starts the lanes.
     *
     * @throws InvalidOptionsException listing every option that cannot work
     * @throws ModelLoadException listing everything wrong with the model
     * @throws BackendResolutionException if no single engine could be chosen
     */
    public SentimentAnalyzer build() {
        throw new BackendResolutionException("no engine room yet");
    }

    /**
     * Loads the model, runs every golden text of its bundle alone and in batches, compares, and closes everything
     * again.
     *
     * @throws SentimentException as {@link #build()} does
     */
    public VerificationReport verify() {
        throw new BackendResolutionException("no engine room yet");
    }

    /**
     * Like {@link #verify()} with golden texts from elsewhere: JSON lines with text, normalized, ids and logits by
     * head.
     */
    public VerificationReport verify(Path golden) {
        throw new BackendResolutionException("no engine room yet: " + golden);
    }
}
