package dev.sentiment4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.ModelLoadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/** The tiny bundles of the test resources, and copies of them to damage. */
final class Bundles {
    static final String FOLDER = "dev/sentiment4j/bundles/";

    private Bundles() {}

    /** A bundle where it lies; not to be changed. */
    static Path original(String name) {
        URL url = Objects.requireNonNull(Bundles.class.getClassLoader().getResource(FOLDER + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** A copy below a folder, under its own name. */
    static Path copy(String name, Path into) {
        return copy(original(name), into.resolve(name));
    }

    static Path copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return to;
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a piece of a text file, which must be there. */
    static void edit(Path file, String old, String replacement) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            assertThat(text).contains(old);
            Files.writeString(file, text.replace(old, replacement), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts a file to a part of its length. */
    static void cut(Path file, double part) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * part)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ModelManifest manifest(Path directory) {
        return ModelBundle.load(ModelSource.directory(directory)).manifest();
    }

    /** The problems for which a bundle is refused; fails if it is not. */
    static List<String> problems(Path directory) {
        return problems(ModelSource.directory(directory));
    }

    static List<String> problems(ModelSource source) {
        ModelLoadException refusal =
                Assertions.catchThrowableOfType(ModelLoadException.class, () -> ModelBundle.load(source));
        assertThat(refusal).as("refusal of " + source).isNotNull();
        assertThat(refusal).hasMessageContaining(source.description());
        return refusal.problems();
    }
}
