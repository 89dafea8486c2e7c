package dev.sentiment4j.synthetic;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.sentiment4j.architecture.HouseRules;
import org.junit.jupiter.api.Test;

/** The rules that every jar of the library keeps. */
class SyntheticArchitectureTest {
    private static final JavaClasses CLASSES = HouseRules.mainClassesBeside(SyntheticSource.class);

    @Test
    void packages_areNullMarked() {
        HouseRules.assertNullMarked(CLASSES);
    }

    @Test
    void packages_areInOneJarOnly() {
        HouseRules.assertNoPackageInTwoJars(HouseRules.allMainClasses());
    }

    @Test
    void internal_isNotUsed() {
        HouseRules.assertIndependentOf(
                CLASSES,
                "a connector needs nothing but the API, the SPI and its outside system",
                "dev.sentiment4j.internal..",
                "dev.sentiment4j.jfr..",
                "dev.sentiment4j.onnx..",
                "org.springframework..");
    }

    @Test
    void client_isNotExposed() {
        HouseRules.assertNotExposed(
                CLASSES, "signatures that callers reach and that name the client library", type -> type.getPackageName()
                        .startsWith("net.datafaker"));
    }

    @Test
    void logging_isNotExposed() {
        HouseRules.assertNotExposed(
                CLASSES, "signatures that callers reach and that name the logging API", type -> type.getPackageName()
                        .startsWith("org.slf4j"));
    }
}
