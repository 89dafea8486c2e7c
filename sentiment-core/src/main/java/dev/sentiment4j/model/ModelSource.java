package dev.sentiment4j.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the files of a bundle come from: a directory of any NIO file system, or a tree of class-path resources. Never
 * the network. Thread-safe.
 *
 * <p>File names are relative and use {@code /}, as in "onnx/model.onnx". A name that leads out of the bundle (absolute,
 * or with "..") is treated as that of a file that does not exist. Links are followed, since model caches consist of
 * them.
 */
public sealed interface ModelSource permits DirectorySource, ClassPathSource {
    /** A directory. It is not read before it is used. */
    static ModelSource directory(Path directory) {
        return new DirectorySource(directory);
    }

    /**
     * Class-path resources below a folder.
     *
     * @param loader asked for the resources
     * @param folder such as {@code dev/sentiment4j/models/social-en}
     */
    static ModelSource classPath(ClassLoader loader, String folder) {
        return new ClassPathSource(loader, folder);
    }

    /** Where that is, for people and messages. */
    String description();

    /** Whether there is such a file. */
    boolean exists(String file);

    /**
     * Opens a file.
     *
     * @return a stream that the caller closes
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    InputStream open(String file) throws IOException;

    /**
     * The file as a path of the default file system, where it is one: engines map such files instead of reading them.
     */
    Optional<Path> path(String file);
}
