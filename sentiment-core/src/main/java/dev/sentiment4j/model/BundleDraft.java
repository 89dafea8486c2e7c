package dev.sentiment4j.model;

import dev.sentiment4j.model.FileCheck.Content;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a bundle before its files are looked at. Not thread-safe. */
final class BundleDraft {
    /**
     * A file that the bundle needs.
     *
     * @param role what it is to the bundle, for the message when it is missing
     * @param essential whether no engine can start without it
     */
    record Part(String role, Content content, boolean essential) {}

    private final Map<String, Part> files = new LinkedHashMap<>();
    private final Map<String, String> sha256 = new LinkedHashMap<>();
    private @Nullable ModelManifest manifest;

    /** Names a file; the first role of a file counts. */
    void file(String name, String role, Content content, boolean essential) {
        files.putIfAbsent(name, new Part(role, content, essential));
    }

    void sha256(String file, String hex) {
        sha256.put(file, hex);
    }

    void manifest(ModelManifest manifest) {
        this.manifest = manifest;
    }

    /** Every file to look at, those that only have a checksum last. */
    Map<String, Part> files() {
        Map<String, Part> all = new LinkedHashMap<>(files);
        sha256.keySet()
                .forEach(name -> all.putIfAbsent(
                        name, new Part("listed under sha256 in " + ManifestReader.FILE, Content.OTHER, false)));
        return all;
    }

    Map<String, String> sha256() {
        return sha256;
    }

    /** The manifest, or null if the problems found so far left none. */
    @Nullable
    ModelManifest manifest() {
        return manifest;
    }

    /** What a weight file of that format should hold. */
    static Content content(String format) {
        return switch (format) {
            case "onnx" -> Content.ONNX;
            case "torchscript" -> Content.TORCHSCRIPT;
            default -> Content.OTHER;
        };
    }
}
