package dev.sentiment4j.model;

import dev.sentiment4j.ModelLoadException;
import java.util.Objects;
import java.util.Optional;

/** A model's files and what they say about themselves. Holds nothing native. Immutable and thread-safe. */
public final class ModelBundle {
    private final ModelSource source;
    private final ModelManifest manifest;

    private ModelBundle(ModelSource source, ModelManifest manifest) {
        this.source = Objects.requireNonNull(source, "source");
        this.manifest = Objects.requireNonNull(manifest, "manifest");
    }

    /**
     * Reads what the bundle says about itself and checks its files.
     *
     * @throws ModelLoadException listing everything that is wrong
     */
    @SuppressWarnings("DoNotCallSuggester")
    public static ModelBundle load(ModelSource source) {
        throw new ModelLoadException(source.description(), "no reader yet");
    }

    /**
     * A bundle with a manifest made by the host, for files that say too little about themselves. Nothing is checked
     * here.
     */
    public static ModelBundle of(ModelSource source, ModelManifest manifest) {
        return new ModelBundle(source, manifest);
    }

    public ModelSource source() {
        return source;
    }

    public ModelManifest manifest() {
        return manifest;
    }

    /** The weight file of a format ("onnx", "torchscript"), if the bundle holds one. */
    public Optional<String> weights(String format) {
        return Optional.ofNullable(manifest.weights().get(format));
    }

    @Override
    public String toString() {
        return manifest.info() + " (" + source.description() + ")";
    }
}
