package dev.sentiment4j;

import java.util.Objects;

/** Which model answered. */
public record ModelInfo(String id, String version) {
    public ModelInfo {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
    }

    /** {@code id:version}, as printed in results. */
    @Override
    public String toString() {
        return id + ":" + version;
    }
}
