package dev.sentiment4j.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime's environment: one per process, created by whoever comes first and shared with other users in the JVM,
 * so it is never closed here.
 *
 * <p>Nor may it be closed by ONNX Runtime's own shutdown hook: an analyzer may still be at work then (on daemon
 * threads, or draining in a hook of the host), and a call that outlives the environment crashes the process. The
 * environment is counted natively, so one more reference keeps it until the process is gone. There is no public way to
 * take one.
 */
final class OnnxRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxRuntime.class);
    /** Minor version from which on the builds for Linux and macOS contain an uploader. */
    private static final int FIRST_WITH_UPLOADER = 29;

    private static boolean pinned;

    private OnnxRuntime() {}

    /**
     * The environment, with telemetry off.
     *
     * @throws LinkageError if the native library does not load
     */
    static synchronized OrtEnvironment environment() throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        if (!pinned) {
            pinned = true;
            try {
                pin();
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.warn(
                        "This version of ONNX Runtime may crash a JVM that exits while texts are analyzed;"
                                + " close analyzers before",
                        e);
            }
            removeUnpacked();
        }
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

    /** Takes a reference to the environment that exists. */
    private static void pin() throws ReflectiveOperationException {
        Field api = Class.forName(OrtEnvironment.class.getPackageName() + ".OnnxRuntime")
                .getDeclaredField("ortApiHandle");
        api.setAccessible(true);
        Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
        create.setAccessible(true);
        create.invoke(
                null, api.get(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(), OrtEnvironment.DEFAULT_NAME);
    }

    /**
     * Removes the folder of native libraries that ONNX Runtime unpacks at every start and leaves behind at the end.
     * Where a loaded library may be unlinked, that can be done at once; builds with further providers unpack more
     * later.
     */
    private static void removeUnpacked() {
        boolean unpacksMore = List.of("linux-x64", "linux-aarch64").stream()
                .anyMatch(os -> OrtEnvironment.class.getResource(
                                "/ai/onnxruntime/native/" + os + "/libonnxruntime_providers_shared.so")
                        != null);
        if (File.separatorChar == '\\' || unpacksMore) {
            return;
        }
        try {
            Field field = Class.forName(OrtEnvironment.class.getPackageName() + ".OnnxRuntime")
                    .getDeclaredField("tempDirectory");
            field.setAccessible(true);
            if (field.get(null) instanceof Path folder && Files.isDirectory(folder)) {
                try (DirectoryStream<Path> libraries = Files.newDirectoryStream(folder)) {
                    for (Path library : libraries) {
                        Files.delete(library);
                    }
                }
                Files.delete(folder);
            }
        } catch (ReflectiveOperationException | IOException | RuntimeException e) {
            LOG.debug("The folder with ONNX Runtime's unpacked libraries stays behind", e);
        }
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
