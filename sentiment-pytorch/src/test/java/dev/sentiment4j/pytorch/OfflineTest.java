package dev.sentiment4j.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DJL can report home and fetch native code. Here stands the proof that it does neither for us. */
class OfflineTest {
    private static final String NO_ATTEMPT = OfflineHost.ATTEMPTS + "0";
    private static final String UNCHANGED = OfflineHost.CHANGED_PROPERTIES + "[]";

    @TempDir
    Path directory;

    @Test
    void openAndInfer_withAnEmptyCache_connectsNowhereAndPutsTheSwitchesBack() throws Exception {
        Path cache = directory.resolve("cache");
        assertThat(run("engine", classPath(), "-DENGINE_CACHE_DIR=" + cache))
                .containsExactly(OfflineHost.ANSWERED + "1", NO_ATTEMPT, UNCHANGED);
        assertThat(cache).isDirectoryRecursivelyContaining("glob:**" + System.mapLibraryName("torch_cpu"));
    }

    /** Were this 0 as well, the others would prove nothing. */
    @Test
    void lookUpOfEngines_withoutUs_triesToConnect() throws Exception {
        assertThat(run("djl", classPath())).contains(UNCHANGED).doesNotContain(NO_ATTEMPT);
    }

    @Test
    void open_withoutNativeCode_namesTheArtifactAndFetchesNothing() throws Exception {
        assertRefused(
                without("pytorch-native-cpu"),
                "PyTorch's native code for " + platform() + " is not on the class path",
                "ai.djl.pytorch:pytorch-native-cpu:2.7.1:" + platform());
    }

    @Test
    void open_withoutTheBridge_namesTheArtifactAndFetchesNothing() throws Exception {
        assertRefused(
                without("pytorch-jni"),
                "the bridge to PyTorch is not on the class path",
                "ai.djl.pytorch:pytorch-jni:2.7.1-0.35.1");
    }

    @Test
    void open_withABridgeOfAnotherVersion_namesTheRightOneAndFetchesNothing() throws Exception {
        write("jnilib/pytorch.properties", "jni_version=2.5.1-0.34.0\n");
        assertRefused(
                first(directory, without("pytorch-jni")),
                "the bridge on the class path is pytorch-jni 2.5.1-0.34.0",
                "ai.djl.pytorch:pytorch-jni:2.7.1-0.35.1");
    }

    @Test
    void open_withNativeCodeOfAnotherVersion_namesTheRightOneAndFetchesNothing() throws Exception {
        write(
                "native/lib/pytorch.properties",
                "version=2.5.1\nflavor=cpu\nclassifier=" + platform() + "\nlibraries=libtorch.so\n");
        assertRefused(
                first(directory, without("pytorch-native-cpu")),
                "the class path holds PyTorch cpu-" + platform() + ":2.5.1, but this version of DJL needs 2.7.1",
                "ai.djl.pytorch:pytorch-native-cpu:2.7.1:" + platform());
    }

    @Test
    void open_withNativeCodeForAnotherPlatform_namesBoth() throws Exception {
        write(
                "native/lib/pytorch.properties",
                "version=2.7.1\nflavor=cpu\nclassifier=beos-m68k\nlibraries=libtorch.so\n");
        assertRefused(
                first(directory, without("pytorch-native-cpu")),
                "only [cpu-beos-m68k:2.7.1]",
                "ai.djl.pytorch:pytorch-native-cpu:2.7.1:" + platform());
    }

    @Test
    void open_withAnotherVersionAskedFor_fetchesNothing() throws Exception {
        List<String> said = run("engine", classPath(), "-DPYTORCH_VERSION=1.13.1");
        assertThat(said).contains(NO_ATTEMPT, UNCHANGED);
        assertThat(said.get(0)).contains("PYTORCH_VERSION asks for PyTorch 1.13.1", "unset that variable");
    }

    private void assertRefused(List<String> classPath, String... words) throws Exception {
        List<String> said = run("engine", classPath, "-DENGINE_CACHE_DIR=" + directory.resolve("empty"));
        assertThat(said.get(0)).startsWith(OfflineHost.REFUSED).contains(words);
        assertThat(said.subList(1, said.size())).containsExactly(NO_ATTEMPT, UNCHANGED);
        assertThat(directory.resolve("empty")).doesNotExist();
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static List<String> classPath() {
        return Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    private static List<String> without(String artifact) {
        List<String> rest = classPath().stream()
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(artifact))
                .toList();
        assertThat(rest).hasSizeLessThan(classPath().size());
        return rest;
    }

    private static List<String> first(Path entry, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(entry.toString()));
        all.addAll(rest);
        return all;
    }

    private List<String> run(String what, List<String> classPath, String... options) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                String.join(File.pathSeparator, classPath),
                OfflineHost.class.getName(),
                what));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // The worst case: these win over system properties in DJL.
        builder.environment().put("DJL_OFFLINE", "false");
        builder.environment()
                .keySet()
                .removeAll(List.of("OPT_OUT_TRACKING", "PYTORCH_VERSION", "PYTORCH_LIBRARY_PATH"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().toList();
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String family = os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : "linux";
        return family + "-" + System.getProperty("os.arch").replace("amd64", "x86_64");
    }
}
