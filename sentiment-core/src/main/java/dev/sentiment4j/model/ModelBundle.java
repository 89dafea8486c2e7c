package dev.sentiment4j.model;

import dev.sentiment4j.ModelLoadException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A model's files and what they say about themselves. Holds nothing native and no open file. Immutable and thread-safe.
 */
public final class ModelBundle {
    private final ModelSource source;
    private final ModelManifest manifest;

    private ModelBundle(ModelSource source, ModelManifest manifest) {
        this.source = Objects.requireNonNull(source, "source");
        this.manifest = Objects.requireNonNull(manifest, "manifest");
    }

    /**
     * Reads what the bundle says about itself ({@code sentiment4j.json}, else a plain Hugging Face export) and checks
     * its files: present, whole, inside the bundle, of the stated checksums. Each file is opened once; files with a
     * checksum are read to their end, so call this off threads that must not block.
     *
     * @throws ModelLoadException listing everything that is wrong, each with its remedy
     */
    public static ModelBundle load(ModelSource source) {
        Inspection inspection = inspect(source);
        if (!inspection.problems().isEmpty()) {
            throw new ModelLoadException(source.description(), inspection.problems(), null);
        }
        return inspection.bundle().orElseThrow();
    }

    /**
     * The checks of {@link #load} without its exception. Made for this library's analyzer, which adds what an engine
     * finds wrong before it refuses a model, so that one message tells all; hosts call {@link #load}.
     */
    public static Inspection inspect(ModelSource source) {
        return BundleInspector.inspect(Objects.requireNonNull(source, "source"));
    }

    /**
     * A bundle with a manifest made by the host, for files that say too little about themselves. The files are not
     * looked at here.
     */
    public static ModelBundle of(ModelSource source, ModelManifest manifest) {
        return new ModelBundle(source, manifest);
    }

    /** Where the files are. */
    public ModelSource source() {
        return source;
    }

    /** What the bundle says about itself. */
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

    /**
     * What a look at a bundle found.
     *
     * @param bundle present if its manifest is complete and its weights and tokenizer are sound, so that asking an
     *     engine is safe and worthwhile; there may be problems all the same
     * @param problems everything that is wrong; empty if the bundle can be loaded
     * @param weightProblems those of the problems that concern weights which the bundle can do without, because it
     *     holds sound ones of another format; it then stands here without the damaged ones
     */
    public record Inspection(Optional<ModelBundle> bundle, List<String> problems, List<String> weightProblems) {
        public Inspection {
            Objects.requireNonNull(bundle, "bundle");
            problems = List.copyOf(problems);
            weightProblems = List.copyOf(weightProblems);
        }
    }
}
