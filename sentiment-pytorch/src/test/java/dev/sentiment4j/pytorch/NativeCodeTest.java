package dev.sentiment4j.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCodeTest {
    private static final String CPU = "cpu-linux-x86_64:2.7.1-20250812";
    private static final String BRIDGE = "2.7.1-0.35.1";

    @TempDir
    Path directory;

    @Test
    void problem_ofThisBuildsClassPath_isNone() throws IOException {
        assertThat(NativeCode.onClassPath().problem()).isEmpty();
    }

    @Test
    void problem_ofNothing_namesBothArtifacts() {
        assertThat(new NativeCode(null, null, true, "2.7.1", BRIDGE, "linux-x86_64", List.of(), null, null).problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains(
                                "add ai.djl.pytorch:pytorch-native-cpu:2.7.1:linux-x86_64",
                                "; and ",
                                "add ai.djl.pytorch:pytorch-jni:2.7.1-0.35.1"));
    }

    @Test
    void problem_ofAPlatformWithoutABuild_saysWhichThereAre() {
        assertThat(new NativeCode(null, BRIDGE, true, "2.7.1", BRIDGE, "osx-x86_64", List.of(), null, null).problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains("builds for linux-x86_64, linux-aarch64, osx-aarch64 and win-x86_64 only"));
    }

    @Test
    void problem_ofABridgeWithoutTheFlavor_namesALibraryThatFits() {
        assertThat(new NativeCode(
                                "cu126-linux-x86_64:2.7.1",
                                BRIDGE,
                                false,
                                "2.7.1",
                                BRIDGE,
                                "linux-x86_64",
                                List.of(),
                                null,
                                null)
                        .problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains("pytorch-jni 2.7.1-0.35.1 has no build for cu126-linux-x86_64:2.7.1"));
    }

    @Test
    void problem_withAFolderOfTheHosts_leavesTheLibrariesToIt() throws IOException {
        String folder = libtorch().toString();
        assertThat(new NativeCode(null, BRIDGE, true, "2.7.1", BRIDGE, "linux-x86_64", List.of(), folder, null)
                        .problem())
                .isEmpty();
        assertThat(new NativeCode(null, null, true, "2.7.1", BRIDGE, "linux-x86_64", List.of(), folder, null).problem())
                .isPresent();
    }

    @Test
    void problem_withAFolderButNoFlavor_asksForIt() throws IOException {
        String folder = libtorch().toString();
        assertThat(new NativeCode(null, BRIDGE, false, "2.7.1", BRIDGE, "linux-x86_64", List.of(), folder, null)
                        .problem())
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains("say with PYTORCH_FLAVOR which one", "2.7.1"));
    }

    @Test
    void problem_withTheVersionThatIsThereAskedFor_isNone() {
        assertThat(new NativeCode(CPU, BRIDGE, true, "2.7.1", BRIDGE, "linux-x86_64", List.of(), null, "2.7.1")
                        .problem())
                .isEmpty();
    }

    @Test
    void problem_withAFolderThatIsNotThere_namesIt() {
        Path missing = directory.resolve("missing");
        assertThat(ofFolder(missing, null).problem()).hasValueSatisfying(problem -> assertThat(problem)
                .contains("PYTORCH_LIBRARY_PATH names " + missing, "which is no folder"));
    }

    @Test
    void problem_withAFolderWithoutPyTorch_namesIt() {
        assertThat(ofFolder(directory, null).problem()).hasValueSatisfying(problem -> assertThat(problem)
                .contains(
                        "PYTORCH_LIBRARY_PATH names " + directory,
                        "which holds no " + System.mapLibraryName("torch_cpu")));
    }

    @Test
    void problem_withAFolderOfAPythonPackage_comparesItsVersion() throws IOException {
        Path folder = libtorch();
        Files.writeString(
                directory.resolve("version.py"), "from x import y\n__version__ = '2.5.1+cu124'\ncuda = None\n");
        assertThat(ofFolder(folder, "2.7.1").problem()).hasValueSatisfying(problem -> assertThat(problem)
                .contains(folder + ", which is PyTorch 2.5.1+cu124, but PYTORCH_VERSION says 2.7.1"));
        assertThat(ofFolder(folder, null).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("but this version of DJL needs 2.7.1"));
        Files.writeString(directory.resolve("version.py"), "__version__ = '2.7.1+cu128'\n");
        assertThat(ofFolder(folder, "2.7.1").problem()).isEmpty();
        assertThat(ofFolder(folder, null).problem()).isEmpty();
    }

    private static NativeCode ofFolder(Path folder, @Nullable String version) {
        return new NativeCode(
                null, BRIDGE, true, "2.7.1", BRIDGE, "linux-x86_64", List.of(), folder.toString(), version);
    }

    private Path libtorch() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("lib"));
        Files.createFile(folder.resolve(System.mapLibraryName("torch_cpu")));
        return folder;
    }
}
