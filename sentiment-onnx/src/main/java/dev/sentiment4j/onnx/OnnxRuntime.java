package dev.sentiment4j.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.Map;
import java.util.Optional;

/**
 * ONNX Runtime's environment: one per process, created by whoever comes first and shared with other users in the JVM,
 * so it is never closed here.
 */
final class OnnxRuntime {
    /** Minor version from which on the builds for Linux and macOS contain an uploader. */
    private static final int FIRST_WITH_UPLOADER = 29;

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

    /**
     * What to tell a host that put a release on the class path which sends usage data, see docs/decisions/0006.
     *
     * @param version of the native library
     * @param environment variables of the process
     */
    static Optional<String> telemetryNote(String version, Map<String, String> environment) {
        String[] parts = version.split("\\.", -1);
        boolean uploads = parts.length >= 2
                && parts[0].chars().allMatch(Character::isDigit)
                && parts[1].chars().allMatch(Character::isDigit)
                && (Integer.parseInt(parts[0]) > 1 || Integer.parseInt(parts[1]) >= FIRST_WITH_UPLOADER);
        if (!uploads || "1".equals(environment.get("ORT_DISABLE_TELEMETRY"))) {
            return Optional.empty();
        }
        return Optional.of("ONNX Runtime " + version + " sends usage data to its vendor; start the process with"
                + " ORT_DISABLE_TELEMETRY=1, or use the version that sentiment-onnx brings");
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
