package dev.sentiment4j.lexicon;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.sentiment4j.architecture.HouseRules;
import org.junit.jupiter.api.Test;

/** The house's rules, and that the cheapest step stays cheap: no engine, no library. */
class LexiconArchitectureTest {
    private static final JavaClasses CLASSES = HouseRules.mainClassesBeside(LexiconAnalyzer.class);

    @Test
    void lexicon_needsCoreAlone() {
        HouseRules.assertIndependentOf(
                CLASSES,
                "the lexicon must run where no engine does",
                "ai.djl..",
                "ai.onnxruntime..",
                "com.google.gson..",
                "com.github.benmanes..",
                "dev.sentiment4j.internal..");
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
