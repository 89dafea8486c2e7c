package dev.sentiment4j.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * Rules that every jar of the library keeps. A module runs them on its own classes, in one test class:
 *
 * <pre>{@code
 * private static final JavaClasses CLASSES = HouseRules.mainClassesBeside(OnnxBackendProvider.class);
 *
 * @Test
 * void packages_areNullMarked() {
 *     HouseRules.assertNullMarked(CLASSES);
 * }
 * }</pre>
 */
public final class HouseRules {
    private static final String INTERNAL = ".internal";

    private HouseRules() {}

    /** The main classes of the jar or folder that holds this class: those of one module, without its tests. */
    public static JavaClasses mainClassesBeside(Class<?> type) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importUrl(type.getProtectionDomain().getCodeSource().getLocation());
    }

    /** Every class of the library on the class path, whatever its module, without tests. */
    public static JavaClasses allMainClasses() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.sentiment4j");
    }

    /** Nothing depends on these packages, given as ArchUnit writes them ({@code "ai.onnxruntime.."}). */
    public static void assertIndependentOf(JavaClasses classes, String why, String... packages) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because(why)
                .check(classes);
    }

    /** Every package has a package-info that makes its types non-null by default. */
    public static void assertNullMarked(JavaClasses classes) {
        Set<String> unmarked = new TreeSet<>();
        for (String name : packagesOf(classes)) {
            try {
                Class<?> info = Class.forName(name + ".package-info");
                if (!info.isAnnotationPresent(NullMarked.class)) {
                    unmarked.add(name);
                }
            } catch (ClassNotFoundException e) {
                unmarked.add(name);
            }
        }
        assertThat(unmarked)
                .as(
                        "packages without a package-info that is @NullMarked; add one that says in a line or two what lives there")
                .isEmpty();
    }

    /** No package is spread over two jars: split packages break modules, and hide which jar a class comes from. */
    public static void assertNoPackageInTwoJars(JavaClasses classes) {
        Map<String, Set<String>> jars = new TreeMap<>();
        for (JavaClass type : classes) {
            String file = "/" + type.getName().replace('.', '/') + ".class";
            type.getSource().ifPresent(source -> jars.computeIfAbsent(type.getPackageName(), p -> new TreeSet<>())
                    .add(source.getUri().toString().replace(file, "")));
        }
        jars.values().removeIf(where -> where.size() == 1);
        assertThat(jars)
                .as("packages that are in more than one jar; rename one")
                .isEmpty();
    }

    /**
     * No signature that a caller can reach (public types outside {@code internal}, their public and protected members)
     * names a type that the predicate picks.
     *
     * @param except full names of classes that may
     */
    public static void assertNotExposed(
            JavaClasses classes, String why, Predicate<JavaClass> forbidden, String... except) {
        Set<String> exposed = new TreeSet<>();
        for (JavaClass type : classes) {
            if (!isReachable(type) || List.of(except).contains(type.getName())) {
                continue;
            }
            signature(type)
                    .filter(forbidden)
                    .forEach(named -> exposed.add(type.getName() + " shows " + named.getName()));
        }
        assertThat(exposed).as(why).isEmpty();
    }

    /** {@link #assertNotExposed} for the types of {@code internal} packages. */
    public static void assertInternalNotExposed(JavaClasses classes, String... except) {
        assertNotExposed(
                classes,
                "signatures that callers reach and that name internal types; keep those behind the API",
                HouseRules::isInternal,
                except);
    }

    /** Whether a class is of this library and lives in an internal package. */
    public static boolean isInternal(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("dev.sentiment4j") && (name.endsWith(INTERNAL) || name.contains(INTERNAL + "."));
    }

    private static boolean isReachable(JavaClass type) {
        if (isInternal(type) || !type.getModifiers().contains(JavaModifier.PUBLIC)) {
            return false;
        }
        return type.getEnclosingClass().map(HouseRules::isReachable).orElse(true);
    }

    private static Stream<JavaClass> signature(JavaClass type) {
        Stream<JavaClass> supertypes = Stream.concat(
                type.getSuperclass().stream().flatMap(t -> t.getAllInvolvedRawTypes().stream()),
                type.getInterfaces().stream().flatMap(t -> t.getAllInvolvedRawTypes().stream()));
        Stream<JavaClass> fields = type.getFields().stream()
                .filter(field -> isVisible(field.getModifiers()))
                .flatMap(HouseRules::named);
        Stream<JavaClass> methods = type.getCodeUnits().stream()
                .filter(unit -> isVisible(unit.getModifiers()))
                .flatMap(HouseRules::named);
        return Stream.of(supertypes, fields, methods).flatMap(s -> s);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    private static Stream<JavaClass> named(JavaField field) {
        return field.getType().getAllInvolvedRawTypes().stream();
    }

    private static Stream<JavaClass> named(JavaCodeUnit unit) {
        Stream<JavaClass> parameters =
                unit.getParameterTypes().stream().flatMap(t -> t.getAllInvolvedRawTypes().stream());
        Stream<JavaClass> thrown = unit.getExceptionTypes().stream();
        return Stream.of(parameters, thrown, unit.getReturnType().getAllInvolvedRawTypes().stream())
                .flatMap(s -> s);
    }

    private static Set<String> packagesOf(JavaClasses classes) {
        Set<String> names = new TreeSet<>();
        classes.forEach(type -> names.add(type.getPackageName()));
        return names;
    }
}
