package dev.sentiment4j.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** A directory of any NIO file system. */
record DirectorySource(Path directory) implements ModelSource {
    DirectorySource {
        Objects.requireNonNull(directory, "directory");
    }

    @Override
    public String description() {
        return directory.toString();
    }

    @Override
    public boolean exists(String file) {
        return BundleFiles.refusal(file).isEmpty() && Files.isRegularFile(directory.resolve(file));
    }

    @Override
    public InputStream open(String file) throws IOException {
        if (!exists(file)) {
            throw new NoSuchFileException(directory + directory.getFileSystem().getSeparator() + file);
        }
        return Files.newInputStream(directory.resolve(file));
    }

    @Override
    public Optional<Path> path(String file) {
        return directory.getFileSystem() == FileSystems.getDefault() && exists(file)
                ? Optional.of(directory.resolve(file))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return description();
    }
}
