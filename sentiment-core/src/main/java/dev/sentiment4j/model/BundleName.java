package dev.sentiment4j.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the place of a bundle says about its name: that of its folder, or, in the cache of the Hugging Face client
 * ({@code models--owner--name/snapshots/revision}), the repository's name and the revision.
 *
 * @param id the name to show
 * @param version the revision, if the place tells it
 * @param names by which the model may be known, the most telling first
 */
record BundleName(String id, Optional<String> version, List<String> names) {
    private static final String CACHE_PREFIX = "models--";
    private static final int REVISION_DIGITS = 12;

    static BundleName of(ModelSource source) {
        if (source instanceof DirectorySource directory) {
            return of(directory.directory().toAbsolutePath().normalize());
        }
        return of(KnownModels.lastPart(source.description()));
    }

    private static BundleName of(Path directory) {
        int depth = directory.getNameCount();
        if (depth >= 3 && directory.getName(depth - 2).toString().equals("snapshots")) {
            String repository = directory.getName(depth - 3).toString();
            if (repository.startsWith(CACHE_PREFIX)) {
                String name = repository.substring(CACHE_PREFIX.length()).replace("--", "/");
                String revision = directory.getName(depth - 1).toString();
                String shortened = revision.substring(0, Math.min(REVISION_DIGITS, revision.length()));
                return new BundleName(KnownModels.lastPart(name), Optional.of(shortened), List.of(name));
            }
        }
        Path last = directory.getFileName();
        // the root of a zip file system has no name
        return of(last == null ? "" : KnownModels.lastPart(last.toString()));
    }

    private static BundleName of(String name) {
        return new BundleName(name.isBlank() ? "model" : name, Optional.empty(), List.of(name));
    }
}
