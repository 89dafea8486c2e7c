package dev.sentiment4j.tokenize.huggingface;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.bundles.TestBundle;
import java.io.File;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The library that we stand on can report home and fetch files. Here stands the proof that it does neither for us. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there DJL's loader is the only way")
class OfflineTest {
    private static final String ENTRY_POINTS = "ai.djl.huggingface.tokenizers.jni.TokenizersLibrary";
    private static final Set<String> TALKERS = Set.of(
            "ai.djl.util.Ec2Utils", "ai.djl.huggingface.tokenizers.HuggingFaceTokenizer", "ai.djl.engine.Engine");

    /** Opens the default family and counts ids; runs in a class loader of its own. */
    public static final class Use implements IntSupplier {
        @Override
        public int getAsInt() {
            try (var tokenizer =
                    new HuggingFaceTokenizerProvider().open(new TestBundle("bert").source(), "tokenizer.json")) {
                return tokenizer.encode("the best day").length;
            }
        }
    }

    @Test
    void ourClasses_useOnlyTheNativeEntryPoints() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are DJL classes beyond the native entry points",
                        (JavaClass c) -> c.getName().startsWith("ai.djl.")
                                && !Set.of(
                                                "ai.djl.huggingface.tokenizers.jni.LibUtils",
                                                "ai.djl.huggingface.tokenizers.jni.TokenizersLibrary",
                                                "ai.djl.engine.EngineException",
                                                "ai.djl.util.Utils")
                                        .contains(c.getName())))
                .because("the others report home or fetch files")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.sentiment4j.tokenize"));
    }

    @Test
    void openAndEncode_inAFreshClassLoader_loadsNothingButTheEntryPoints() throws Exception {
        Properties before = (Properties) System.getProperties().clone();
        try (RecordingLoader loader = new RecordingLoader()) {
            assertThat(loader.use()).isPositive();
            assertThat(loader.loaded.stream().filter(name -> name.startsWith("ai.djl.")))
                    .containsExactly(ENTRY_POINTS);
        }
        assertThat(System.getProperties()).isEqualTo(before);
    }

    @Test
    void openAndEncode_withALibraryOfTheHosts_usesThat(@TempDir Path folder) throws Exception {
        String library = System.mapLibraryName("tokenizers");
        try (InputStream in =
                TokenizersLibrary.class.getResourceAsStream("/native/lib/" + platform() + "/cpu/" + library)) {
            Files.copy(in, folder.resolve(library));
        }
        for (Path named : List.of(folder, folder.resolve(library))) {
            System.setProperty("RUST_LIBRARY_PATH", named.toString());
            try (RecordingLoader loader = new RecordingLoader()) {
                assertThat(loader.use()).isPositive();
            } finally {
                System.clearProperty("RUST_LIBRARY_PATH");
            }
        }
    }

    /** The way on Windows, and where DJL has a class loader of its own. */
    @Test
    void loadThroughDjl_staysOfflineAndPutsTheSwitchesBack(@TempDir Path cache) throws Exception {
        System.setProperty("ENGINE_CACHE_DIR", cache.toString());
        try (RecordingLoader loader = new RecordingLoader()) {
            Method load = loader.loadClass(NativeLibrary.class.getName()).getDeclaredMethod("loadThroughDjl");
            load.setAccessible(true);
            load.invoke(null);
            assertThat(loader.loaded).contains("ai.djl.huggingface.tokenizers.jni.LibUtils");
            assertThat(loader.loaded).doesNotContainAnyElementsOf(TALKERS);
        } finally {
            System.clearProperty("ENGINE_CACHE_DIR");
        }
        assertThat(System.getProperties()).doesNotContainKeys("ai.djl.offline", "RUST_FLAVOR");
        assertThat(cache).isDirectoryRecursivelyContaining("glob:**" + System.mapLibraryName("tokenizers"));
    }

    @Test
    void open_withALibraryThatIsNone_saysPlatformAndRemedy(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(System.mapLibraryName("tokenizers")), "no library");
        System.setProperty("RUST_LIBRARY_PATH", folder.toString());
        try (RecordingLoader loader = new RecordingLoader()) {
            assertThatThrownBy(loader::use)
                    .satisfies(e -> assertThat(e.getClass().getName()).isEqualTo(ModelLoadException.class.getName()))
                    .hasMessageContaining("does not load on " + platform())
                    .hasMessageContaining("there are builds for");
        } finally {
            System.clearProperty("RUST_LIBRARY_PATH");
        }
    }

    @Test
    void openAndEncode_inASecondClassLoader_work() throws Exception {
        int expected = new Use().getAsInt();
        for (int i = 0; i < 2; i++) {
            try (RecordingLoader redeployed = new RecordingLoader()) {
                assertThat(redeployed.use()).isEqualTo(expected);
            }
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name").startsWith("Mac") ? "osx" : "linux";
        return os + "-" + System.getProperty("os.arch").replace("amd64", "x86_64");
    }

    /** Loads the test's class path anew and remembers what was asked for. */
    private static final class RecordingLoader extends URLClassLoader {
        private final Set<String> loaded = ConcurrentHashMap.newKeySet();

        RecordingLoader() throws Exception {
            super(classPath(), ClassLoader.getPlatformClassLoader());
        }

        private static URL[] classPath() throws Exception {
            String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
            URL[] urls = new URL[entries.length];
            for (int i = 0; i < entries.length; i++) {
                urls[i] = Path.of(entries[i]).toUri().toURL();
            }
            return urls;
        }

        int use() throws Exception {
            return ((IntSupplier)
                            loadClass(Use.class.getName()).getConstructor().newInstance())
                    .getAsInt();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            loaded.add(name);
            return super.loadClass(name, resolve);
        }
    }
}
