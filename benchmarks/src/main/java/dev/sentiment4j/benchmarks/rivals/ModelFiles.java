package dev.sentiment4j.benchmarks.rivals;

import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.onnx.EmbeddedModelProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The default model's files in a folder of their own, for libraries that read no class-path resources. The folder goes
 * when this is closed. Immutable and thread-safe.
 */
public final class ModelFiles implements AutoCloseable {
    private static final List<String> FILES = List.of("model.onnx", "tokenizer.json");

    private final Path directory;

    private ModelFiles(Path directory) {
        this.directory = directory;
    }

    /** The model inside sentiment-onnx, as every set-up here uses it. */
    public static ModelBundle bundle() {
        return ModelBundle.load(new EmbeddedModelProvider().source());
    }

    /** Copies {@code model.onnx} and {@code tokenizer.json} into a new temporary folder. */
    public static ModelFiles extract() throws IOException {
        ModelFiles files = new ModelFiles(Files.createTempDirectory("sentiment4j-benchmark-model"));
        for (String file : FILES) {
            try (InputStream in = new EmbeddedModelProvider().source().open(file)) {
                Files.copy(in, files.directory.resolve(file));
            }
        }
        return files;
    }

    /** The folder that holds the files. */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        for (String file : FILES) {
            Files.deleteIfExists(directory.resolve(file));
        }
        Files.deleteIfExists(directory);
    }
}
