package dev.sentiment4j.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeCodeTest {
    private static final String CPU = "cpu-linux-x86_64:2.7.1-20250812";
    private static final String BRIDGE = "2.7.1-0.35.1";

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
    void problem_withAFolderOfTheHosts_leavesTheLibrariesToIt() {
        assertThat(new NativeCode(null, BRIDGE, true, "2.7.1", BRIDGE, "linux-x86_64", List.of(), "/opt/torch", null)
                        .problem())
                .isEmpty();
        assertThat(new NativeCode(null, null, true, "2.7.1", BRIDGE, "linux-x86_64", List.of(), "/opt/torch", null)
                        .problem())
                .isPresent();
    }

    @Test
    void problem_withAFolderButNoFlavor_asksForIt() {
        assertThat(new NativeCode(null, BRIDGE, false, "2.7.1", BRIDGE, "linux-x86_64", List.of(), "/opt/torch", null)
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
}
