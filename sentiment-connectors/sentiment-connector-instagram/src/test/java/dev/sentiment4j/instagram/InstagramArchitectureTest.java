package dev.sentiment4j.instagram;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.sentiment4j.architecture.HouseRules;
import org.junit.jupiter.api.Test;

/** The rules that every jar of the library keeps. */
class InstagramArchitectureTest {
    private static final JavaClasses CLASSES = HouseRules.mainClassesBeside(InstagramSource.class);

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
                "a connector needs nothing but the API and its outside system",
                "dev.sentiment4j.internal..",
                "dev.sentiment4j.jfr..",
                "dev.sentiment4j.testkit..",
                "dev.sentiment4j.x..",
                "dev.sentiment4j.reddit..");
    }

    @Test
    void internal_isNotExposed() {
        HouseRules.assertInternalNotExposed(CLASSES);
    }

    @Test
    void clients_areNotExposed() {
        HouseRules.assertNotExposed(
                CLASSES,
                "signatures that callers reach and that name logging or JSON",
                type -> type.getPackageName().startsWith("org.slf4j")
                        || type.getPackageName().startsWith("com.fasterxml"));
    }
}
