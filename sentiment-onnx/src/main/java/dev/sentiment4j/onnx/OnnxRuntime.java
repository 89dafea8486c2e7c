package dev.sentiment4j.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

/**
 * ONNX Runtime's environment: one per process, created by whoever comes first and shared with other users in the JVM,
 * so it is never closed here.
 */
final class OnnxRuntime {
    private OnnxRuntime() {}

    /**
     * The environment, with telemetry off.
     *
     * @throws LinkageError if the native library does not load
     */
    static OrtEnvironment environment() throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        return environment;
    }

    /** Why the native library did not load, and what to do. */
    static String explain(LinkageError failed) {
        Throwable deepest = failed;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String reason = String.valueOf(deepest.getMessage());
        String remedy;
        if (reason.contains("musl") || reason.contains("Error loading shared library")) {
            remedy =
                    "this system uses the musl C library (Alpine), for which there is no build; use an image with glibc";
        } else if (reason.contains("GLIBC")) {
            remedy = "the system's libraries are too old; use a newer distribution";
        } else if (reason.contains("failed to map") || reason.contains("Operation not permitted")) {
            remedy = "the temporary folder forbids execution; name another one with -Djava.io.tmpdir";
        } else if (reason.contains("another classloader")) {
            remedy = "put sentiment-onnx and its dependencies where only one class loader reads them";
        } else {
            remedy =
                    "there are builds for linux-x64 and linux-aarch64 (both glibc), osx-aarch64 and win-x64; elsewhere name"
                            + " the folder of a build of your own with -Donnxruntime.native.path";
        }
        return "ONNX Runtime does not load on " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                + " (" + reason + "): " + remedy;
    }
}
