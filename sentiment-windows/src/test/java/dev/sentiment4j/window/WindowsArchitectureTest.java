package dev.sentiment4j.window;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.sentiment4j.architecture.HouseRules;
import org.junit.jupiter.api.Test;

/** The rules that every jar of the library keeps. */
class WindowsArchitectureTest {
    private static final JavaClasses CLASSES = HouseRules.mainClassesBeside(SentimentWindows.class);

    @Test
    void packages_areNullMarked() {
        HouseRules.assertNullMarked(CLASSES);
    }

    @Test
    void packages_areInOneJarOnly() {
        HouseRules.assertNoPackageInTwoJars(HouseRules.allMainClasses());
    }

    @Test
    void windows_knowNoOutsideSystem() {
        HouseRules.assertIndependentOf(
                CLASSES,
                "stores and sinks of outside systems live in connectors",
                "dev.sentiment4j.internal..",
                "dev.sentiment4j.jfr..",
                "dev.sentiment4j.onnx..",
                "dev.sentiment4j.redis..",
                "dev.sentiment4j.postgres..",
                "dev.sentiment4j.micrometer..",
                "io.lettuce..",
                "java.sql..",
                "org.springframework..");
    }

    @Test
    void libraries_areNotExposed() {
        HouseRules.assertNotExposed(
                CLASSES,
                "signatures that callers reach and that name a library's types; a host must be free to use another version",
                type -> type.getPackageName().startsWith("com.")
                        || type.getPackageName().startsWith("org.snakeyaml")
                        || type.getPackageName().startsWith("org.slf4j"));
    }

    @Test
    void rooms_formNoCycle() {
        slices().matching("dev.sentiment4j.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
