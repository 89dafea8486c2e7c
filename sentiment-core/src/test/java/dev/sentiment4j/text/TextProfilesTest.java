package dev.sentiment4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.model.ProfileRef;
import dev.sentiment4j.spi.TextStepProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextProfilesTest {
    private static final ClassLoader LOADER = TextProfilesTest.class.getClassLoader();

    @TempDir
    private Path folder;

    private ModelSource bundle;

    @BeforeEach
    void openBundle() {
        bundle = ModelSource.directory(folder);
    }

    /** Offers steps as another jar would. */
    public static class Steps implements TextStepProvider {
        @Override
        public List<String> names() {
            return List.of("shout", "broken");
        }

        @Override
        public TextStep step(String name) {
            if (name.equals("broken")) {
                throw new IllegalStateException("no dictionary");
            }
            return TextStep.of(name, text -> text + "!");
        }
    }

    /** Offers one of them again. */
    public static class RivalSteps extends Steps {
        @Override
        public List<String> names() {
            return List.of("shout");
        }
    }

    private static ProfileRef ref(String name, int version, @Nullable String emojiNames, String... steps) {
        return new ProfileRef(name, version, emojiNames, List.of(steps));
    }

    private ModelLoadException refusal(ProfileRef ref, ClassLoader loader) {
        return catchThrowableOfType(ModelLoadException.class, () -> TextProfiles.resolve(ref, bundle, loader));
    }

    /** A class path with a services file that names these providers. */
    private URLClassLoader offering(String... providers) throws IOException {
        Path services = folder.resolve("jar/META-INF/services/" + TextStepProvider.class.getName());
        Files.createDirectories(services.getParent());
        Files.write(services, List.of(providers));
        return new URLClassLoader(new URL[] {folder.resolve("jar/").toUri().toURL()}, LOADER);
    }

    @Test
    void resolve_social_readsTheEmojiNamesOfTheBundle() throws IOException {
        Files.writeString(folder.resolve("names.tsv"), "1F600\thappy\n");

        TextProfile profile = TextProfiles.resolve(ref("social", 1, "names.tsv"), bundle, LOADER);

        assertThat(profile.id()).isEqualTo("social/1");
        assertThat(profile.apply("@x 😀😂")).isEqualTo("@user happy 😂");
    }

    @Test
    void resolve_otherBuiltIns_needNoFile() {
        assertThat(TextProfiles.resolve(ref("none", 1, null), bundle, LOADER).steps())
                .isEmpty();
        assertThat(TextProfiles.resolve(ref("cardiff", 1, null), bundle, LOADER).id())
                .isEqualTo("cardiff/1");
    }

    @Test
    void resolve_spelledOut_keepsNameVersionAndOrder() throws IOException {
        Files.writeString(folder.resolve("names.tsv"), "1F600\thappy\n");

        TextProfile profile = TextProfiles.resolve(
                ref("forum", 4, "names.tsv", "emoji", "urls:LINK", "lower-case", "elongations:1"), bundle, LOADER);

        assertThat(profile).hasToString("forum/4[emoji, urls:LINK, lower-case, elongations:1]");
        assertThat(profile.apply("😀http://a SOO")).isEqualTo(" hapy link so");
    }

    @Test
    void resolve_stepOfAnotherJar_isFound() throws IOException {
        try (URLClassLoader loader = offering(Steps.class.getName())) {
            TextProfile profile = TextProfiles.resolve(ref("loud", 1, null, "lower-case", "shout"), bundle, loader);

            assertThat(profile.apply("HEY")).isEqualTo("hey!");
        }
    }

    @Test
    void resolve_unknownProfile_listsTheBuiltIns() {
        ModelLoadException e = refusal(ref("socail", 1, null), LOADER);

        assertThat(e)
                .hasMessageContaining("\"socail\" is unknown")
                .hasMessageContaining("[cardiff, none, social]")
                .hasMessageContaining(folder.toString());
    }

    @Test
    void resolve_unknownVersion_saysWhichIsKnown() {
        ModelLoadException e = refusal(ref("social", 2, "names.tsv"), LOADER);

        assertThat(e).hasMessageContaining("known in version 1").hasMessageContaining("asks for version 2");
    }

    @Test
    void resolve_socialWithoutEmojiFile_saysHowToNameOne() {
        ModelLoadException e = refusal(ref("social", 1, null), LOADER);

        assertThat(e).hasMessageContaining("names no file of them").hasMessageContaining("emojiNames");
    }

    @Test
    void resolve_missingEmojiFile_namesIt() {
        ModelLoadException e = refusal(ref("social", 1, "names.tsv"), LOADER);

        assertThat(e).hasMessageContaining("names.tsv").hasMessageContaining("restore it");
        assertThat(e.getCause()).isInstanceOf(IOException.class);
    }

    @Test
    void resolve_damagedEmojiFile_namesFileAndLine() throws IOException {
        Files.writeString(folder.resolve("names.tsv"), "1F600 happy\n");

        ModelLoadException e = refusal(ref("social", 1, "names.tsv"), LOADER);

        assertThat(e).hasMessageContaining("names.tsv").hasMessageContaining("line 1");
    }

    @Test
    void resolve_manyProblems_areToldTogether() {
        ModelLoadException e =
                refusal(ref("social", 1, null, "emoji", "shout", "stop-words:en", "urls", "elongations:x"), LOADER);

        assertThat(e.problems()).hasSize(5);
        assertThat(e.problems().get(0)).contains("is built in");
        assertThat(e.problems().get(1)).contains("\"emoji\" needs emoji names");
        assertThat(e.problems().get(2)).contains("\"shout\" is unknown", "whitespace");
        assertThat(e.problems().get(3)).contains("\"stop-words:en\"", "dev.sentiment4j:sentiment-text");
        assertThat(e.problems().get(4)).contains("elongations:2");
    }

    @Test
    void resolve_stepOnOfferTwice_asksForOne() throws IOException {
        try (URLClassLoader loader = offering(Steps.class.getName(), RivalSteps.class.getName())) {
            ModelLoadException e = refusal(ref("loud", 1, null, "shout"), loader);

            assertThat(e).hasMessageContaining("more than once").hasMessageContaining("RivalSteps");
        }
    }

    @Test
    void resolve_providerFails_namesStepAndProvider() throws IOException {
        try (URLClassLoader loader = offering(Steps.class.getName())) {
            ModelLoadException e = refusal(ref("loud", 1, null, "broken"), loader);

            assertThat(e)
                    .hasMessageContaining("\"broken\"")
                    .hasMessageContaining("Steps")
                    .hasMessageContaining("no dictionary");
            assertThat(e.getCause()).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void resolve_brokenProviderBesideAGoodOne_doesNotHideIt() throws IOException {
        try (URLClassLoader loader = offering("no.such.Provider", Steps.class.getName())) {
            assertThat(TextProfiles.resolve(ref("loud", 1, null, "shout"), bundle, loader)
                            .apply("x"))
                    .isEqualTo("x!");
            assertThat(refusal(ref("loud", 1, null, "whisper"), loader))
                    .hasMessageContaining("\"whisper\" is unknown")
                    .hasMessageContaining("shout")
                    .hasMessageContaining("no.such.Provider");
        }
    }
}
