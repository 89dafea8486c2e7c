package dev.sentiment4j.onnx;

import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceBackendProvider;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs bundles that hold an ONNX graph. Found by itself with default options; with others, hand it to the builder:
 *
 * <pre>{@code
 * SentimentAnalyzer.builder()
 *         .backend(OnnxBackendProvider.with(OnnxOptions.builder().prefer(ExecutionProvider.CUDA).build()))
 * }</pre>
 *
 * <p>Immutable and thread-safe; native code loads with the first {@link #open}.
 */
public final class OnnxBackendProvider implements InferenceBackendProvider {
    /** The key of ONNX weights in a manifest. */
    static final String FORMAT = "onnx";

    private final OnnxOptions options;

    /** With {@link OnnxOptions#defaults()}. */
    public OnnxBackendProvider() {
        this(OnnxOptions.defaults());
    }

    private OnnxBackendProvider(OnnxOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /** An engine with options of the host. */
    public static OnnxBackendProvider with(OnnxOptions options) {
        return new OnnxBackendProvider(options);
    }

    /** The options that every model is opened with. */
    public OnnxOptions options() {
        return options;
    }

    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public Optional<String> refusal(ModelBundle bundle) {
        return bundle.weights(FORMAT).isPresent() ? Optional.empty() : Optional.of("holds no model.onnx");
    }

    /**
     * Loads the graph, checks that it fits manifest and tokenizer, and runs it once.
     *
     * @throws ModelLoadException listing every problem; nothing native stays allocated then
     */
    @Override
    public InferenceBackend open(ModelBundle bundle, BackendContext context) {
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(context, "context");
        String file = bundle.weights(FORMAT)
                .orElseThrow(() -> new ModelLoadException(
                        bundle.source().description(),
                        "holds no ONNX graph; add model.onnx or onnx/model.onnx, or choose another engine"));
        return OnnxBackend.open(bundle, file, context, options);
    }

    @Override
    public String toString() {
        return "onnx " + options;
    }
}
