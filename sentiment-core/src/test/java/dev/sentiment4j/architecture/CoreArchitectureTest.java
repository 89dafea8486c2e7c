package dev.sentiment4j.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.spi.TextStepProvider;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Core as drawn in docs/architecture.md. */
class CoreArchitectureTest {
    private static final JavaClasses CLASSES = HouseRules.mainClassesBeside(SentimentAnalyzer.class);

    @Test
    void core_knowsNoEngineClientOrFramework() {
        HouseRules.assertIndependentOf(
                CLASSES,
                "engines, clients and frameworks live in modules of their own, and core must run without them",
                "ai.djl..",
                "ai.onnxruntime..",
                "org.apache.lucene..",
                "opennlp..",
                "org.springframework..",
                "jakarta..",
                "io.micrometer..",
                "org.apache.kafka..",
                "io.lettuce..",
                "java.sql..");
    }

    @Test
    void core_opensNoConnection() {
        HouseRules.assertIndependentOf(CLASSES, "the library never downloads anything by itself", "java.net.http..");
        noClasses()
                .should()
                .dependOnClassesThat()
                // channels of files are none of the network's
                .haveNameMatching("java\\.net\\.(Socket|ServerSocket|URLConnection|HttpURLConnection)"
                        + "|java\\.nio\\.channels\\.(?!FileChannel$).*")
                .because("the library never downloads anything by itself")
                .check(CLASSES);
    }

    @Test
    void packages_areNullMarked() {
        HouseRules.assertNullMarked(CLASSES);
    }

    @Test
    void packages_areInOneJarOnly() {
        HouseRules.assertNoPackageInTwoJars(HouseRules.allMainClasses());
    }

    @Test
    void lowerRooms_doNotLookUpIntoTheEngineRoomOrTheCache() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.sentiment4j.spi..",
                        "dev.sentiment4j.model..",
                        "dev.sentiment4j.text..",
                        "dev.sentiment4j.tokenize..",
                        "dev.sentiment4j.batch..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sentiment4j.internal..", "dev.sentiment4j.cache..")
                .because("what is wired together knows nothing of the wiring")
                .check(CLASSES);
    }

    @Test
    void internal_isUsedByTheBuilderAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.sentiment4j.internal..")
                .and()
                .doNotHaveFullyQualifiedName("dev.sentiment4j.SentimentAnalyzerBuilder")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.sentiment4j.internal..")
                .because("the builder is the one door into the wiring")
                .check(CLASSES);
    }

    @Test
    void internal_isNotExposed() {
        HouseRules.assertInternalNotExposed(CLASSES);
    }

    @Test
    void libraries_areNotExposed() {
        HouseRules.assertNotExposed(
                CLASSES,
                "signatures that callers reach and that name a library's types; a host must be free to use another version",
                type -> type.getPackageName().startsWith("com.google.gson")
                        || type.getPackageName().startsWith("com.github.benmanes")
                        || type.getPackageName().startsWith("org.slf4j"));
    }

    /**
     * The root holds values that every room speaks of, so it is left out. Two arrows point back at the SPI: the engine
     * room runs what the SPI describes, in the package of its options, and profiles look for steps of other jars.
     */
    @Test
    void rooms_formNoCycleButForThoseKnown() {
        slices().matching("dev.sentiment4j.(*)..")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(resideInAPackage("dev.sentiment4j.batch"), resideInAPackage("dev.sentiment4j.spi"))
                .ignoreDependency(resideInAPackage("dev.sentiment4j.text"), equivalentTo(TextStepProvider.class))
                .check(CLASSES);
    }

    @Test
    void exceptions_areLeavesOfOneTree() {
        Set<String> strangers = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (type.isAssignableTo(RuntimeException.class)
                    && !type.isAssignableTo(SentimentException.class)
                    && type.getModifiers().contains(JavaModifier.PUBLIC)) {
                strangers.add(type.getName());
            }
        }
        assertThat(strangers).isEmpty();
    }
}
