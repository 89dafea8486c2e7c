package dev.sentiment4j.spi;

import java.util.List;
import java.util.Objects;

/**
 * What really runs.
 *
 * @param name the provider's name, "onnx"
 * @param engine engine and version for people, "ONNX Runtime 1.28.0"
 * @param device the device in use, "cpu", "cuda:0"
 * @param batchInvariant whether a text's answer is independent of the other texts in its batch; false for dynamically
 *     quantised graphs, whose activation scales span the batch
 * @param notes remarks for {@code doctor} and the log, such as a device that was preferred and is missing
 */
public record BackendInfo(String name, String engine, String device, boolean batchInvariant, List<String> notes) {
    public BackendInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(device, "device");
        notes = List.copyOf(notes);
    }
}
