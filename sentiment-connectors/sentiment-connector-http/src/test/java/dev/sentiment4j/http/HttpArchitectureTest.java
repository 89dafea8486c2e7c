package dev.sentiment4j.http;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.sentiment4j.architecture.HouseRules;
import org.junit.jupiter.api.Test;

/** The rules that every jar of the library keeps. */
class HttpArchitectureTest {
    private static final JavaClasses CLASSES = HouseRules.mainClassesBeside(HttpLink.class);

    @Test
    void packages_areNullMarked() {
        HouseRules.assertNullMarked(CLASSES);
    }

    @Test
    void packages_areInOneJarOnly() {
        HouseRules.assertNoPackageInTwoJars(HouseRules.allMainClasses());
    }

    @Test
    void platforms_areUnknownHere() {
        HouseRules.assertIndependentOf(
                CLASSES,
                "connectors may see what they share, which sees none of them",
                "dev.sentiment4j.internal..",
                "dev.sentiment4j.jfr..",
                "dev.sentiment4j.x..",
                "dev.sentiment4j.reddit..",
                "dev.sentiment4j.instagram..",
                "dev.sentiment4j.redis..",
                "dev.sentiment4j.postgres..",
                "org.springframework..");
    }
}
