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
        // class loaders, unlike classes, know no leading slash
        String path = folder.replaceAll("^/+|/+$", "");
        folder = path.isEmpty() ? "" : path + "/";
    }

    @Override
    public String description() {
        return "classpath:" + folder;
    }

    @Override
    public boolean exists(String file) {
        return BundleFiles.refusal(file).isEmpty() && loader.getResource(folder + file) != null;
    }

    @Override
    public InputStream open(String file) throws IOException {
        InputStream in = BundleFiles.refusal(file).isEmpty() ? loader.getResourceAsStream(folder + file) : null;
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
