package dev.sentiment4j.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Resources below a folder of the class path, read as streams so that nested jars work too. */
record ClassPathSource(ClassLoader loader, String folder) implements ModelSource {
    ClassPathSource {
        Objects.requireNonNull(loader, "loader");
        folder = folder.endsWith("/") ? folder : folder + "/";
    }

    @Override
    public String description() {
        return "classpath:" + folder;
    }

    @Override
    public boolean exists(String file) {
        return loader.getResource(folder + file) != null;
    }

    @Override
    public InputStream open(String file) throws IOException {
        InputStream in = loader.getResourceAsStream(folder + file);
        if (in == null) {
            throw new NoSuchFileException(description() + file);
        }
        return in;
    }

    @Override
    public Optional<Path> path(String file) {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return description();
    }
}
