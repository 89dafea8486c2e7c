package dev.sentiment4j.pytorch;

import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceBackendProvider;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs bundles that hold a TorchScript model. Found by itself with default options; with others, hand it to the
 * builder:
 *
 * <pre>{@code
 * SentimentAnalyzer.builder()
 *         .backend(PyTorchBackendProvider.with(PyTorchOptions.builder().prefer(Accelerator.CUDA).build()))
 * }</pre>
 *
 * <p>PyTorch's native code comes from an artifact that the host chooses by platform and device, such as
 * {@code ai.djl.pytorch:pytorch-native-cpu} with the classifier {@code linux-x86_64}; nothing is ever downloaded. See
 * docs/pytorch.md.
 *
 * <p>Immutable and thread-safe; native code loads with the first {@link #open}.
 */
public final class PyTorchBackendProvider implements InferenceBackendProvider {
    /** The key of TorchScript weights in a manifest. */
    static final String FORMAT = "torchscript";

    private final PyTorchOptions options;

    /** With {@link PyTorchOptions#defaults()}. */
    public PyTorchBackendProvider() {
        this(PyTorchOptions.defaults());
    }

    private PyTorchBackendProvider(PyTorchOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /** An engine with options of the host. */
    public static PyTorchBackendProvider with(PyTorchOptions options) {
        return new PyTorchBackendProvider(options);
    }

    /** The options that every model is opened with. */
    public PyTorchOptions options() {
        return options;
    }

    @Override
    public String name() {
        return "pytorch";
    }

    @Override
    public Optional<String> refusal(ModelBundle bundle) {
        return bundle.weights(FORMAT).isPresent() ? Optional.empty() : Optional.of("holds no model.pt");
    }

    /**
     * Loads the module, checks that it fits manifest and tokenizer, and runs it on several shapes.
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
                        "holds no TorchScript model; add model.pt or traced_model.pt, or choose another engine"));
        return PyTorchBackend.open(bundle, file, context, options);
    }

    @Override
    public String toString() {
        return "pytorch " + options;
    }
}
