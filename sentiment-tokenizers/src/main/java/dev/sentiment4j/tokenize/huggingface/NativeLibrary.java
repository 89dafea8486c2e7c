package dev.sentiment4j.tokenize.huggingface;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads the native tokenizer library, once per class loader, from the class path only.
 *
 * <p>DJL's own loader probes for CUDA, which pulls that system's runtime into the process, and would then fetch another
 * build over the network. So on Linux and macOS the library is taken out of the jar here (or from where the host says,
 * RUST_LIBRARY_PATH): a copy of its own per class loader, since the JVM binds a library file to one of them and
 * applications are redeployed. Elsewhere DJL's loader runs, told to stay offline and to take the CPU build.
 */
final class NativeLibrary {
    /** Why there is no library, in words for people. */
    record Failure(String message, Throwable cause) {}

    private static final String OVERRIDE = "RUST_LIBRARY_PATH";
    private static final Map<String, String> SWITCHES = Map.of("ai.djl.offline", "true", "RUST_FLAVOR", "cpu");

    private static boolean tried;
    private static @Nullable Failure failure;

    private NativeLibrary() {}

    /** Loads it unless that was tried before; empty if it is there. */
    static synchronized Optional<Failure> load() {
        if (!tried) {
            tried = true;
            try {
                URL resource = ownResource();
                if (resource == null) {
                    loadThroughDjl();
                } else {
                    loadCopy(resource);
                }
            } catch (IOException | LinkageError | RuntimeException e) {
                failure = new Failure(explain(e), e);
            }
        }
        return Optional.ofNullable(failure);
    }

    /** The library to copy, if this class may load it: into the loader that its user has, on a system that lets go. */
    private static @Nullable URL ownResource() throws IOException {
        // Windows keeps the file of a loaded library, so copies would pile up; DJL keeps a single one in its cache.
        if (TokenizersLibrary.class.getClassLoader() != NativeLibrary.class.getClassLoader()
                || platform().startsWith("win")) {
            return null;
        }
        String library = System.mapLibraryName("tokenizers");
        String override = System.getenv(OVERRIDE) != null ? System.getenv(OVERRIDE) : System.getProperty(OVERRIDE);
        if (override != null) {
            Path path = Path.of(override);
            return (Files.isDirectory(path) ? path.resolve(library) : path)
                    .toUri()
                    .toURL();
        }
        return TokenizersLibrary.class.getResource("/native/lib/" + platform() + "/cpu/" + library);
    }

    private static void loadCopy(URL resource) throws IOException {
        Path copy = Files.createTempFile("sentiment4j", System.mapLibraryName("tokenizers"));
        try (InputStream in = resource.openStream()) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            System.load(copy.toString());
        } finally {
            // Once mapped, the file is no longer needed.
            Files.deleteIfExists(copy);
        }
    }

    /** Other code of the JVM may use DJL as its owner likes, so the switches are put back. */
    static void loadThroughDjl() {
        Map<String, @Nullable String> before = new LinkedHashMap<>();
        SWITCHES.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
        try {
            // Environment variables win over the switches; together these two would ask DJL to fetch a CUDA build.
            String flavor = System.getenv("RUST_FLAVOR");
            if (!Utils.isOfflineMode() && flavor != null && flavor.startsWith("cu")) {
                throw new IllegalStateException(
                        "the environment variables RUST_FLAVOR and DJL_OFFLINE ask for a download; unset one of them");
            }
            LibUtils.checkStatus();
        } finally {
            before.forEach((name, value) -> {
                if (value == null) {
                    System.clearProperty(name);
                } else {
                    System.setProperty(name, value);
                }
            });
        }
    }

    private static String explain(Throwable failed) {
        String reason = reason(failed);
        String remedy;
        if (reason.contains("another classloader")) {
            remedy = "put sentiment-tokenizers and its dependencies where only one class loader reads them";
        } else if (reason.contains("musl") || reason.contains("Error loading shared library")) {
            remedy =
                    "this system uses the musl C library (Alpine), for which there is no build; use an image with glibc,"
                            + " or name a build of your own with " + OVERRIDE;
        } else if (reason.contains("GLIBC")) {
            remedy = "the system's glibc is too old; use a newer distribution";
        } else if (reason.contains("failed to map") || reason.contains("Operation not permitted")) {
            remedy = "the temporary folder forbids execution; name another one with -Djava.io.tmpdir";
        } else if (failed instanceof IOException) {
            remedy = "the temporary folder needs room for 15 MB; name another one with -Djava.io.tmpdir";
        } else {
            remedy = "there are builds for linux-x86_64 and linux-aarch64 (both glibc), osx-aarch64 and win-x86_64;"
                    + " elsewhere name a build of your own with " + OVERRIDE
                    + ", or give the builder another TokenizerProvider";
        }
        return "the native tokenizer library does not load on " + platform() + " (" + reason + "): " + remedy;
    }

    private static String reason(Throwable failed) {
        Throwable deepest = failed;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        boolean speaksForItself = deepest instanceof LinkageError || deepest instanceof EngineException;
        return message == null || !speaksForItself ? deepest.toString() : message;
    }

    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "");
        String family = os;
        for (String known : new String[] {"win", "mac", "linux"}) {
            if (os.startsWith(known)) {
                family = known.equals("mac") ? "osx" : known;
            }
        }
        return family + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }
}
