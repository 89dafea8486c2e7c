package dev.sentiment4j.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.TestThreads;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule that cannot fail guards nothing. */
class HouseRulesTest {
    private static final JavaClasses OFFENDER = new ClassFileImporter().importClasses(PublicOffender.class);

    @Test
    void assertIndependentOf_withADependency_fails() {
        assertThatThrownBy(() -> HouseRules.assertIndependentOf(OFFENDER, "lists are forbidden here", "java.util.."))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("lists are forbidden here");
    }

    @Test
    void assertNullMarked_withABarePackage_namesIt() {
        assertThatThrownBy(() -> HouseRules.assertNullMarked(OFFENDER))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("dev.sentiment4j.architecture");
    }

    @Test
    void assertNoPackageInTwoJars_withOne_namesItAndBothPlaces() {
        JavaClasses both = new ClassFileImporter().importClasses(SentimentAnalyzer.class, TestThreads.class);
        assertThatThrownBy(() -> HouseRules.assertNoPackageInTwoJars(both))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("\"dev.sentiment4j\"");
    }

    @Test
    void assertInternalNotExposed_withATypeArgument_namesIt() {
        assertThatThrownBy(() -> HouseRules.assertInternalNotExposed(OFFENDER))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("shows dev.sentiment4j.internal.AnalyzerSettings");
    }

    @Test
    void assertNotExposed_ofAnExcludedClass_passes() {
        HouseRules.assertInternalNotExposed(OFFENDER, PublicOffender.class.getName());
        assertThatThrownBy(() ->
                        HouseRules.assertNotExposed(OFFENDER, "no lists", type -> type.isEquivalentTo(List.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no lists");
    }
}
