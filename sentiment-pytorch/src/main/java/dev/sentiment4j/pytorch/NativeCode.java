package dev.sentiment4j.pytorch;

import ai.djl.util.ClassLoaderUtils;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether PyTorch's native code and the bridge to it are on the class path in the versions that belong together.
 * DJL would fetch what is missing over the network, so this is asked first, in the way in which DJL looks.
 *
 * @param libraries the native artifact that DJL would take, "cpu-linux-x86_64:2.7.1-20250812"; null if none fits this
 *     machine
 * @param bridge the version of the bridge on the class path, null if there is none
 * @param bridgeFits whether the bridge has a build for the flavor of the libraries (PYTORCH_FLAVOR for a folder) and
 *     the platform
 * @param wantedLibraries the version of PyTorch that this DJL needs
 * @param wantedBridge the version of the bridge that it needs
 * @param platform this machine, "linux-x86_64"
 * @param otherPlatforms native artifacts that are there but not for this machine
 * @param folder where the host says that PyTorch lies, PYTORCH_LIBRARY_PATH; null if nowhere
 * @param versionOverride what PYTORCH_VERSION says, null if nothing
 */
record NativeCode(
        @Nullable String libraries,
        @Nullable String bridge,
        boolean bridgeFits,
        String wantedLibraries,
        String wantedBridge,
        String platform,
        List<String> otherPlatforms,
        @Nullable String folder,
        @Nullable String versionOverride) {
    private static final String GROUP = "ai.djl.pytorch:";
    private static final String LIBRARIES = "native/lib/pytorch.properties";
    private static final Pattern PYTHON_VERSION =
            Pattern.compile("^__version__\\s*=\\s*['\"]([^'\"]+)['\"]", Pattern.MULTILINE);
    private static final String BRIDGE = "jnilib/pytorch.properties";

    /**
     * Looks through the context class loader, as DJL does.
     *
     * @throws IOException if an artifact cannot be read
     */
    static NativeCode onClassPath() throws IOException {
        Platform system = Platform.fromSystem("pytorch");
        Platform found = Platform.detectPlatform("pytorch");
        List<String> others = new ArrayList<>();
        for (URL url : Collections.list(ClassLoaderUtils.getContextClassLoader().getResources(LIBRARIES))) {
            Properties artifact = properties(url);
            others.add(artifact.getProperty("flavor", "?") + "-" + artifact.getProperty("classifier", "?") + ":"
                    + artifact.getProperty("version", "?"));
        }
        URL bridge = ClassLoaderUtils.getResource(BRIDGE);
        String folder = Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH");
        String flavor = folder == null ? found.getFlavor() : Utils.getEnvOrSystemProperty("PYTORCH_FLAVOR", "");
        String library = "jnilib/" + found.getClassifier() + "/" + flavor + "/" + System.mapLibraryName("djl_torch");
        return new NativeCode(
                found.isPlaceholder() ? null : found.toString(),
                bridge == null ? null : properties(bridge).getProperty("jni_version"),
                (found.isPlaceholder() && folder == null) || ClassLoaderUtils.getResource(library) != null,
                String.valueOf(system.getVersion()),
                system.getVersion() + "-" + system.getApiVersion(),
                system.getClassifier(),
                others,
                folder,
                Utils.getEnvOrSystemProperty("PYTORCH_VERSION"));
    }

    /** What is missing or does not fit, and which artifact to add; empty if all is there. */
    Optional<String> problem() {
        List<String> problems = new ArrayList<>();
        (folder == null ? librariesProblem() : folderProblem(Path.of(folder))).ifPresent(problems::add);
        bridgeProblem().ifPresent(problems::add);
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; and ", problems));
    }

    private Optional<String> librariesProblem() {
        String artifact = GROUP + "pytorch-native-cpu:" + wantedLibraries + ":" + platform;
        String have = libraries;
        if (have == null) {
            return Optional.of("PyTorch's native code for " + platform + " is not on the class path"
                    + (otherPlatforms.isEmpty() ? "" : ", only " + otherPlatforms)
                    + "; add " + artifact + " (group, artifact, version, classifier) with scope runtime"
                    + (isBuiltFor(platform)
                            ? ""
                            : ", of which there are builds for linux-x86_64, linux-aarch64,"
                                    + " osx-aarch64 and win-x86_64 only"));
        }
        String version = have.substring(have.lastIndexOf(':') + 1);
        if (!version.startsWith(wantedLibraries)) {
            return Optional.of("the class path holds PyTorch " + have + ", but this version of DJL needs "
                    + wantedLibraries + "; put " + artifact + " in its place");
        }
        if (versionOverride != null && !versionOverride.isEmpty() && !version.startsWith(versionOverride)) {
            return Optional.of("PYTORCH_VERSION asks for PyTorch " + versionOverride + ", but the class path holds "
                    + have + "; unset that variable, since nothing is downloaded");
        }
        return Optional.empty();
    }

    private Optional<String> folderProblem(Path path) {
        String remedy = "; name the folder lib of PyTorch " + wantedLibraries
                + ", such as torch/lib of its Python package, or unset that variable";
        if (!Files.isDirectory(path)) {
            return Optional.of("PYTORCH_LIBRARY_PATH names " + path + ", which is no folder" + remedy);
        }
        String library = System.mapLibraryName("torch_cpu");
        if (!Files.isRegularFile(path.resolve(library))) {
            return Optional.of("PYTORCH_LIBRARY_PATH names " + path + ", which holds no " + library + remedy);
        }
        String wanted = versionOverride == null || versionOverride.isEmpty() ? wantedLibraries : versionOverride;
        return pythonVersion(path)
                .filter(version -> !release(version).equals(release(wanted)))
                .map(version -> "PYTORCH_LIBRARY_PATH names " + path + ", which is PyTorch " + version + ", but "
                        + (wanted.equals(versionOverride) ? "PYTORCH_VERSION says " : "this version of DJL needs ")
                        + wanted + remedy);
    }

    /** What the Python package that the folder belongs to says of itself; empty if there is none. */
    private static Optional<String> pythonVersion(Path libraries) {
        Path file = libraries.toAbsolutePath().normalize().resolveSibling("version.py");
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            Matcher version = PYTHON_VERSION.matcher(Files.readString(file));
            return version.find() ? Optional.of(version.group(1)) : Optional.empty();
        } catch (IOException e) {
            // It only serves this check: the libraries may be sound.
            return Optional.empty();
        }
    }

    /** Without the build: "2.7.1+cu128" is a 2.7.1. */
    private static String release(String version) {
        return version.replaceFirst("\\+.*", "");
    }

    private Optional<String> bridgeProblem() {
        String artifact = GROUP + "pytorch-jni:" + wantedBridge;
        String have = bridge;
        if (have == null) {
            return Optional.of("the bridge to PyTorch is not on the class path; add " + artifact);
        }
        if (!have.startsWith(wantedBridge)) {
            return Optional.of(
                    "the bridge on the class path is pytorch-jni " + have + "; put " + artifact + " in its place");
        }
        if (bridgeFits) {
            return Optional.empty();
        }
        return folder != null
                ? Optional.of("PYTORCH_LIBRARY_PATH names a PyTorch of your own; say with PYTORCH_FLAVOR which one,"
                        + " cpu or cu128, and with PYTORCH_VERSION that it is " + wantedLibraries)
                : Optional.of("pytorch-jni " + have + " has no build for " + libraries + "; use " + GROUP
                        + "pytorch-native-cpu:" + wantedLibraries + ":" + platform);
    }

    private static boolean isBuiltFor(String platform) {
        return List.of("linux-x86_64", "linux-aarch64", "osx-aarch64", "win-x86_64")
                .contains(platform);
    }

    private static Properties properties(URL url) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = url.openStream()) {
            properties.load(in);
        }
        return properties;
    }
}
