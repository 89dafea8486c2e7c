package dev.sentiment4j.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.BackendResolutionException;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelManifest;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.spi.ModelProvider;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking things up on the class path: every way to fail reads differently, and nothing broken hides what works. */
class ResolversTest {
    @TempDir
    Path directory;

    /** An engine for {@code META-INF/services}. */
    public abstract static class Engine implements InferenceBackendProvider {
        private final String name;
        private final String refusal;

        Engine(String name, String refusal) {
            this.name = name;
            this.refusal = refusal;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Optional<String> refusal(ModelBundle bundle) {
            return Optional.ofNullable(refusal);
        }

        @Override
        public InferenceBackend open(ModelBundle bundle, BackendContext context) {
            throw new UnsupportedOperationException();
        }
    }

    public static final class Able extends Engine {
        public Able() {
            super("able", null);
        }
    }

    public static final class Apt extends Engine {
        public Apt() {
            super("apt", null);
        }
    }

    public static final class AbleToo extends Engine {
        public AbleToo() {
            super("able", null);
        }
    }

    public static final class Picky extends Engine {
        public Picky() {
            super("picky", "holds no model.picky");
        }
    }

    public static final class Clumsy extends Engine {
        public Clumsy() {
            super("clumsy", null);
        }

        @Override
        public Optional<String> refusal(ModelBundle bundle) {
            throw new IllegalStateException("trips, says the test");
        }
    }

    public static final class Broken extends Engine {
        public Broken() {
            super("broken", null);
            throw new UnsatisfiedLinkError("no native library, says the test");
        }
    }

    private ClassLoader engines(Class<?>... providers) {
        return TestServices.offering(directory, InferenceBackendProvider.class, providers);
    }

    private static InferenceBackendProvider resolve(String name, ClassLoader loader) {
        return BackendResolver.resolve(TestAnalyzers.bundle(), null, name, loader);
    }

    @Test
    void backend_withOneThatAccepts_isThatOne() {
        assertThat(resolve(null, engines(Picky.class, Able.class))).isInstanceOf(Able.class);
    }

    @Test
    void backend_givenAsAnInstance_winsOverTheClassPath() {
        FakeBackendProvider explicit = new FakeBackendProvider();
        assertThat(BackendResolver.resolve(TestAnalyzers.bundle(), explicit, "able", engines(Able.class)))
                .isSameAs(explicit);
    }

    @Test
    void backend_givenAsAnInstanceThatRefuses_saysWhy() {
        FakeBackendProvider explicit = new FakeBackendProvider().refusing("holds no weights");
        assertThatThrownBy(() -> BackendResolver.resolve(TestAnalyzers.bundle(), explicit, null, engines(Able.class)))
                .isInstanceOf(BackendResolutionException.class)
                .hasMessageContainingAll("'fake'", "fake:1", "holds no weights");
    }

    @Test
    void backend_withNoneOnTheClassPath_namesTheArtifact() {
        assertThatThrownBy(() -> resolve(null, engines()))
                .isInstanceOf(BackendResolutionException.class)
                .hasMessageContainingAll("no engine is on the class path", "dev.sentiment4j:sentiment-onnx");
    }

    @Test
    void backend_withNoneThatAccepts_givesEachReason() {
        assertThatThrownBy(() -> resolve(null, engines(Picky.class, Clumsy.class)))
                .isInstanceOf(BackendResolutionException.class)
                .hasMessageContainingAll("picky: holds no model.picky", "clumsy: failed", "trips");
    }

    @Test
    void backend_withSeveralThatAccept_asksForAChoice() {
        assertThatThrownBy(() -> resolve(null, engines(Apt.class, Able.class)))
                .isInstanceOf(BackendResolutionException.class)
                .hasMessageContainingAll("several engines", "[able, apt]", "backend(name)");
    }

    @Test
    void backend_withSeveralThatAccept_isTheOneThatTheManifestPrefers() {
        ModelBundle bundle = preferring("apt");
        assertThat(BackendResolver.resolve(bundle, null, null, engines(Apt.class, Able.class)))
                .isInstanceOf(Apt.class);
        assertThat(BackendResolver.resolve(bundle, null, "able", engines(Apt.class, Able.class)))
                .as("the host's word counts for more")
                .isInstanceOf(Able.class);
        assertThat(BackendResolver.resolve(bundle, null, null, engines(Able.class)))
                .as("a preference is no demand")
                .isInstanceOf(Able.class);
    }

    @Test
    void backend_withSeveralThatAcceptButNotThePreferred_asksForAChoice() {
        assertThatThrownBy(
                        () -> BackendResolver.resolve(preferring("picky"), null, null, engines(Apt.class, Able.class)))
                .isInstanceOf(BackendResolutionException.class)
                .hasMessageContainingAll("[able, apt], and not the one that it prefers, 'picky'", "fallback(name)");
    }

    @Test
    void backend_withNoneForTheFormat_namesTheArtifact() {
        ModelBundle torch = ModelBundle.of(
                TestAnalyzers.bundle().source(),
                ModelManifest.builder(new ModelInfo("torch", "1"))
                        .weights("torchscript", "model.pt")
                        .head(HeadSpec.builder("emotion", List.of("joy", "anger"))
                                .build())
                        .build());
        assertThatThrownBy(() -> BackendResolver.resolve(torch, null, null, engines(Picky.class)))
                .isInstanceOf(BackendResolutionException.class)
                .hasMessageContainingAll("picky: holds no model.picky", "add dev.sentiment4j:sentiment-pytorch");
    }

    private static ModelBundle preferring(String engine) {
        return ModelBundle.of(
                TestAnalyzers.bundle().source(),
                ModelManifest.builder(new ModelInfo("choosy", "1"))
                        .weights("onnx", "model.onnx")
                        .engine(engine)
                        .head(HeadSpec.builder("emotion", List.of("joy", "anger"))
                                .build())
                        .build());
    }

    @Test
    void backend_byName_isFoundAmongSeveral() {
        assertThat(resolve("apt", engines(Apt.class, Able.class))).isInstanceOf(Apt.class);
    }

    @Test
    void backend_byAnUnknownName_listsThoseThereAre() {
        assertThatThrownBy(() -> resolve("nope", engines(Apt.class, Able.class)))
                .isInstanceOf(BackendResolutionException.class)
                .hasMessageContainingAll("'nope'", "[able, apt]");
    }

    @Test
    void backend_byANameThatTwoHave_namesTheirClasses() {
        assertThatThrownBy(() -> resolve("able", engines(AbleToo.class, Able.class)))
                .isInstanceOf(BackendResolutionException.class)
                .hasMessageContainingAll("2 engines", Able.class.getName(), AbleToo.class.getName());
    }

    @Test
    void backend_byTheNameOfOneThatRefuses_saysWhy() {
        assertThatThrownBy(() -> resolve("picky", engines(Picky.class, Able.class)))
                .isInstanceOf(BackendResolutionException.class)
                .hasMessageContainingAll("'picky'", "holds no model.picky");
    }

    @Test
    void backend_thatThrowsWhenAsked_doesNotHideTheOthers() {
        assertThat(resolve(null, engines(Clumsy.class, Able.class))).isInstanceOf(Able.class);
    }

    @Test
    void backend_thatCannotBeMade_doesNotHideTheOthers() {
        ClassLoader loader = TestServices.offering(
                directory,
                InferenceBackendProvider.class,
                List.of("no.such.Engine", Broken.class.getName(), String.class.getName(), Able.class.getName()));
        assertThat(resolve(null, loader)).isInstanceOf(Able.class);
    }

    @Test
    void backend_whenAllAreBroken_saysWhy() {
        ClassLoader loader = TestServices.offering(
                directory, InferenceBackendProvider.class, List.of("no.such.Engine", Broken.class.getName()));
        assertThatThrownBy(() -> resolve(null, loader))
                .isInstanceOf(BackendResolutionException.class)
                .hasMessageContainingAll("could not be loaded", "no.such.Engine", "Broken");
    }

    @Test
    void providers_ofAFileThatIsNoList_areBrokenAndTold() {
        ClassLoader loader =
                TestServices.offering(directory, InferenceBackendProvider.class, List.of("this is { no class name"));
        Providers<InferenceBackendProvider> providers = Providers.load(InferenceBackendProvider.class, loader);
        assertThat(providers.found()).isEmpty();
        assertThat(providers.broken()).isNotEmpty();
    }

    @Test
    void providers_ofALoaderThatCannotList_comeToAnEnd() {
        ClassLoader loader = new ClassLoader(null) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("disk gone, says the test");
            }
        };
        Providers<InferenceBackendProvider> providers = Providers.load(InferenceBackendProvider.class, loader);
        assertThat(providers.found()).isEmpty();
        assertThat(providers.broken()).isNotEmpty();
        assertThat(providers.brokenNote()).hasSizeLessThan(500);
    }

    /** A model for {@code META-INF/services}. */
    public abstract static class Model implements ModelProvider {
        private final String id;
        private final boolean isDefault;

        Model(String id, boolean isDefault) {
            this.id = id;
            this.isDefault = isDefault;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String description() {
            return "a test's";
        }

        @Override
        public boolean isDefault() {
            return isDefault;
        }

        @Override
        public ModelSource source() {
            return ModelSource.directory(Path.of(id));
        }
    }

    public static final class English extends Model {
        public English() {
            super("social-en", true);
        }
    }

    public static final class German extends Model {
        public German() {
            super("social-de", false);
        }
    }

    public static final class OtherDefault extends Model {
        public OtherDefault() {
            super("other-en", true);
        }
    }

    private ClassLoader models(Class<?>... providers) {
        return TestServices.offering(directory, ModelProvider.class, providers);
    }

    @Test
    void model_withoutAnId_isTheDefault() {
        assertThat(ModelResolver.resolve(null, models(German.class, English.class))
                        .description())
                .isEqualTo("social-en");
    }

    @Test
    void model_byId_isThatOne() {
        assertThat(ModelResolver.resolve("social-de", models(German.class, English.class))
                        .description())
                .isEqualTo("social-de");
    }

    @Test
    void model_withNoneOnTheClassPath_namesTheArtifactAndTheOtherWay() {
        assertThatThrownBy(() -> ModelResolver.resolve(null, models()))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContainingAll("(default)", "sentiment-onnx", "model(Path)");
    }

    @Test
    void model_byAnUnknownId_listsThoseThereAre() {
        assertThatThrownBy(() -> ModelResolver.resolve("nope", models(German.class, English.class)))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContainingAll("'nope'", "[social-de, social-en]");
    }

    @Test
    void model_withTwoDefaults_asksForAChoice() {
        assertThatThrownBy(() -> ModelResolver.resolve(null, models(English.class, OtherDefault.class)))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContainingAll("offered 2 times", "social-en", "other-en", "model(id)");
    }
}
