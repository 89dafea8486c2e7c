package dev.sentiment4j.x;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.sentiment4j.architecture.HouseRules;
import org.junit.jupiter.api.Test;

/** The rules that every jar of the library keeps. */
class XArchitectureTest {
    private static final JavaClasses CLASSES = HouseRules.mainClassesBeside(XFilteredStreamSource.class);

    @Test
    void packages_areNullMarked() {
        HouseRules.assertNullMarked(CLASSES);
    }

    @Test
    void packages_areInOneJarOnly() {
        HouseRules.assertNoPackageInTwoJars(HouseRules.allMainClasses());
    }

    @Test
    void otherConnectors_areNotSeen() {
        HouseRules.assertIndependentOf(
                CLASSES,
                "a connector needs nothing but the API, the SPI, its outside system, and what platforms share",
                "dev.sentiment4j.internal..",
                "dev.sentiment4j.jfr..",
                "dev.sentiment4j.onnx..",
                "dev.sentiment4j.redis..",
                "dev.sentiment4j.postgres..",
                "dev.sentiment4j.reddit..",
                "dev.sentiment4j.instagram..",
                "dev.sentiment4j.testkit..",
                "org.springframework..");
    }

    @Test
    void jsonLibrary_isNotExposed() {
        HouseRules.assertNotExposed(
                CLASSES, "signatures that callers reach and that name the JSON library", type -> type.getPackageName()
                        .startsWith("com.fasterxml"));
    }

    @Test
    void logging_isNotExposed() {
        HouseRules.assertNotExposed(
                CLASSES, "signatures that callers reach and that name the logging API", type -> type.getPackageName()
                        .startsWith("org.slf4j"));
    }
}
