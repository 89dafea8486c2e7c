package dev.sentiment4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextProfileTest {
    @Test
    void apply_steps_runInOrder() {
        TextProfile profile = TextProfile.of(
                "mine", 3, List.of(TextSteps.lowerCase(), TextStep.of("exclaim", text -> text + "!"), TextSteps.nfc()));

        assertThat(profile.apply("HEY")).isEqualTo("hey!");
        assertThat(profile.id()).isEqualTo("mine/3");
        assertThat(profile).hasToString("mine/3[lower-case, exclaim, nfc]");
    }

    @Test
    void none_anyText_givesTheSameInstance() {
        String text = " &amp; ";

        assertThat(TextProfile.none().apply(text)).isSameAs(text);
        assertThat(TextProfile.none().id()).isEqualTo("none/1");
    }

    @Test
    void apply_stepGivesNull_namesTheStep() {
        TextProfile profile = TextProfile.of("mine", 1, List.of(TextStep.of("hole", text -> null)));

        assertThatNullPointerException().isThrownBy(() -> profile.apply("x")).withMessage("hole");
    }

    @Test
    void apply_null_isRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> TextProfile.none().apply(null))
                .withMessage("text");
    }

    @Test
    void of_blankNameOrVersionZero_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TextProfile.of(" ", 1, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextProfile.of("mine", 0, List.of()))
                .withMessageContaining("version 0");
    }

    @Test
    void cardiff_post_masksWordsAndKeepsTheRest() {
        assertThat(TextProfiles.cardiff().apply("@jane, so  GOOD &amp; 😂 @ https://t.co/x "))
                .isEqualTo("@user so  GOOD &amp; 😂 @ http ");
        assertThat(TextProfiles.cardiff().id()).isEqualTo("cardiff/1");
    }
}
