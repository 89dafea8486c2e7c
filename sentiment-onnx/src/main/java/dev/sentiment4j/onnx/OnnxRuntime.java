package dev.sentiment4j.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
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
        }
        return environment;
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
