package dev.sentiment4j.text.linguistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.model.ProfileRef;
import dev.sentiment4j.text.TextProfile;
import dev.sentiment4j.text.TextProfiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinguisticStepsTest {
    private static final ClassLoader LOADER = LinguisticStepsTest.class.getClassLoader();

    @TempDir
    private Path bundle;

    @Test
    void step_everyName_isServedUnderIt() {
        LinguisticSteps steps = new LinguisticSteps();

        assertThat(steps.names()).contains("lemmas:en", "stop-words:en", "all-stop-words:de");
        assertThat(steps.names())
                .allSatisfy(name -> assertThat(steps.step(name).name()).isEqualTo(name));
    }

    @Test
    void step_unknownName_listsTheKnown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinguisticSteps().step("stems:en"))
                .withMessageContaining("\"stems:en\"")
                .withMessageContaining("lemmas:en");
    }

    @Test
    void resolve_manifestThatNamesThem_findsThemOnTheClassPath() {
        ProfileRef ref = new ProfileRef("bag", 1, null, List.of("mentions", "lemmas:en", "stop-words:en"));

        TextProfile profile = TextProfiles.resolve(ref, ModelSource.directory(bundle), LOADER);

        assertThat(profile.apply("@jane I don't love these phones")).isEqualTo("@user not love phone");
    }

    @Test
    void resolve_languageWithoutList_showsWhatThereIs() {
        ProfileRef ref = new ProfileRef("bag", 1, null, List.of("stop-words:xx"));

        assertThatThrownBy(() -> TextProfiles.resolve(ref, ModelSource.directory(bundle), LOADER))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("\"stop-words:xx\" is unknown")
                .hasMessageContaining("stop-words:sv");
    }
}
