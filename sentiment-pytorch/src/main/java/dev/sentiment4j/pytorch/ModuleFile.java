package dev.sentiment4j.pytorch;

import dev.sentiment4j.model.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A model's file on a local disk, which native code needs: the bundle's own, or for bundles in jars and other file
 * systems a temporary copy, which lives until this is closed. PyTorch reads the whole file when it loads it.
 *
 * @param copy whether to delete it afterwards
 */
record ModuleFile(Path path, boolean copy) implements AutoCloseable {
    static ModuleFile of(ModelSource source, String file) throws IOException {
        Optional<Path> path = source.path(file);
        if (path.isPresent()) {
            return new ModuleFile(path.get(), false);
        }
        Path copy = Files.createTempFile("sentiment4j", ".pt");
        boolean whole = false;
        try (InputStream in = source.open(file)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(copy);
            }
        }
        return new ModuleFile(copy, true);
    }

    @Override
    public void close() throws IOException {
        if (copy) {
            Files.deleteIfExists(path);
        }
    }
}
