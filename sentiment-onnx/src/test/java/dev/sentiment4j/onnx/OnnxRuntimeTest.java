package dev.sentiment4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxRuntimeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "linux-x64/libonnxruntime.so",
                "linux-aarch64/libonnxruntime.so",
                "osx-aarch64/libonnxruntime.dylib"
            })
    void nativeLibrary_holdsNoUploader(String library) throws IOException {
        try (InputStream in = OrtEnvironment.class.getResourceAsStream("/ai/onnxruntime/native/" + library)) {
            assertThat(in).as(library).isNotNull();
            String content = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(content.contains("PosixTelemetry") || content.contains("ORT_DISABLE_TELEMETRY"))
                    .as("this release of ONNX Runtime sends usage data, see docs/decisions/0006")
                    .isFalse();
        }
    }

    @Test
    void telemetryNote_warnsFromTheFirstReleaseWithAnUploader() {
        for (String version : List.of("1.23.2", "1.28.0", "unknown", "")) {
            assertThat(OnnxRuntime.telemetryNote(version, Map.of())).as(version).isEmpty();
        }
        for (String version : List.of("1.29.0", "1.30.1", "2.0.0")) {
            assertThat(OnnxRuntime.telemetryNote(version, Map.of()).orElseThrow())
                    .contains(version)
                    .contains("ORT_DISABLE_TELEMETRY=1");
            assertThat(OnnxRuntime.telemetryNote(version, Map.of("ORT_DISABLE_TELEMETRY", "1")))
                    .as(version)
                    .isEmpty();
        }
    }
}
