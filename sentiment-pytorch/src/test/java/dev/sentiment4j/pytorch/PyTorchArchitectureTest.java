package dev.sentiment4j.pytorch;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.sentiment4j.architecture.HouseRules;
import org.junit.jupiter.api.Test;

class PyTorchArchitectureTest {
    private static final JavaClasses CLASSES = HouseRules.mainClassesBeside(PyTorchBackendProvider.class);

    @Test
    void engine_knowsNoOther() {
        HouseRules.assertIndependentOf(
                CLASSES, "engines never see each other", "ai.onnxruntime..", "dev.sentiment4j.onnx..");
    }

    @Test
    void engine_takesNothingOfDjlThatFetchesModels() {
        HouseRules.assertIndependentOf(
                CLASSES,
                "models come from where the host says, and its files are read by us",
                "ai.djl.repository..",
                "ai.djl.training..",
                "ai.djl.inference..",
                "ai.djl.modality..");
    }

    @Test
    void packages_areNullMarked() {
        HouseRules.assertNullMarked(CLASSES);
    }

    @Test
    void packages_areInOneJarOnly() {
        HouseRules.assertNoPackageInTwoJars(HouseRules.allMainClasses());
    }
}
