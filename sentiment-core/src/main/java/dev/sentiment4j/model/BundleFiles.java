package dev.sentiment4j.model;

import java.util.List;
import java.util.Optional;

/** Which file names a bundle may use: relative, separated by {@code /}, and never leading out of the bundle. */
final class BundleFiles {
    private BundleFiles() {}

    /**
     * Why a name is refused, as half a sentence; empty if it is fine. Judged by the text alone, so that the answer is
     * the same on every operating system; links are the file system's business (model caches are made of them).
     */
    static Optional<String> refusal(String name) {
        if (name.isBlank()) {
            return Optional.of("is blank");
        }
        if (name.chars().anyMatch(c -> c < ' ')) {
            return Optional.of("holds a control character");
        }
        if (name.indexOf('\\') >= 0) {
            return Optional.of("holds a backslash; separate folders by /");
        }
        if (name.startsWith("/") || name.indexOf(':') >= 0) {
            return Optional.of("is absolute; name files relative to the bundle");
        }
        List<String> parts = List.of(name.split("/", -1));
        if (parts.contains("..")) {
            return Optional.of("leads out of the bundle");
        }
        if (parts.contains("") || parts.contains(".")) {
            return Optional.of("has an empty part or a single dot between slashes");
        }
        return Optional.empty();
    }
}
