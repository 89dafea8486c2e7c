package dev.sentiment4j.spi;

import dev.sentiment4j.model.ModelBundle;
import java.util.Optional;

/**
 * An engine that can run models. Named in {@code META-INF/services} or handed to the builder as an instance, which
 * always wins. Implementations are stateless or immutable, thread-safe, and cheap to construct: no native code loads
 * before {@link #open}.
 */
public interface InferenceBackendProvider {
    /** The name by which a host asks for this engine, such as "onnx": lower-case letters, digits, hyphens. */
    String name();

    /**
     * Whether this engine would run the bundle, judged by the files it holds; nothing is loaded.
     *
     * @return empty if it accepts, else the reason why not, as half a sentence ("holds no model.onnx")
     */
    Optional<String> refusal(ModelBundle bundle);

    /**
     * Loads the bundle's weights and checks that the graph fits its manifest.
     *
     * @return an engine that the caller owns and closes
     * @throws dev.sentiment4j.ModelLoadException listing every problem; nothing native stays allocated then
     */
    InferenceBackend open(ModelBundle bundle, BackendContext context);
}
