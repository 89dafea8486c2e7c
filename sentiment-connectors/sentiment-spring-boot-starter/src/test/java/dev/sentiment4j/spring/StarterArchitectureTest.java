package dev.sentiment4j.spring;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.sentiment4j.architecture.HouseRules;
import org.junit.jupiter.api.Test;

/** The rules that every jar of the library keeps. */
class StarterArchitectureTest {
    private static final JavaClasses CLASSES = HouseRules.mainClassesBeside(SentimentPipelines.class);

    @Test
    void packages_areNullMarked() {
        HouseRules.assertNullMarked(CLASSES);
    }

    @Test
    void packages_areInOneJarOnly() {
        HouseRules.assertNoPackageInTwoJars(HouseRules.allMainClasses());
    }

    @Test
    void engines_areNotUsed() {
        HouseRules.assertIndependentOf(
                CLASSES,
                "which engine runs is decided by what is on the class path, and clients are the connectors' business",
                "dev.sentiment4j.internal..",
                "dev.sentiment4j.onnx..",
                "dev.sentiment4j.pytorch..",
                "ai.onnxruntime..",
                "ai.djl..",
                "io.lettuce..",
                "org.postgresql..");
    }
}
