package dev.sentiment4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The profile must give the very string that the training code gave, or the model sees what it has never learnt. */
class SocialProfileTest {
    private final TextProfile social = TextProfiles.social(TestTexts.emojiNames());

    @Test
    void apply_textsOfTheTrainingCode_givesItsStrings() {
        List<TestTexts.Pair> pairs = TestTexts.socialPairs();

        List<String> differences = pairs.stream()
                .filter(pair -> !social.apply(pair.text()).equals(pair.normalized()))
                .map(pair -> TestTexts.visible(pair.text()) + "\n  training: " + TestTexts.visible(pair.normalized())
                        + "\n  here:     " + TestTexts.visible(social.apply(pair.text())))
                .toList();

        assertThat(pairs).hasSizeGreaterThan(500);
        assertThat(differences).isEmpty();
    }

    @Test
    void apply_example_givesWhatTheJavadocSays() {
        assertThat(social.apply("@jane #BestDayEver 😂 https://t.co/x"))
                .isEqualTo("@user # Best Day Ever face with tears of joy http");
    }

    @Test
    void apply_plainText_givesTheSameInstance() {
        String text = "Nothing to do here, 100 % as it is. @user says so: http #";

        assertThat(social.apply(text)).isSameAs(text);
    }

    @Test
    void apply_emojiOnly_givesNames() {
        assertThat(social.apply("👍🏽❤️")).isEqualTo("thumbs up red heart");
    }

    @Test
    void apply_blank_givesEmpty() {
        assertThat(social.apply(" \u00a0\n\u2028 ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\ud83d",
                "\ude00",
                "\ude00\ud83d",
                "@\ud83d",
                "#\ude00",
                "&\ud83d;",
                "\ud83d\u200d\ude00",
                "😀\u200d\ud83d",
                "http://\ud83d",
                "\ud83c",
                "\ud83cx"
            })
    void apply_loneSurrogates_areKeptAsOtherCharacters(String text) {
        assertThat(social.apply(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "&",
                "&#",
                "&amp;",
                "&#1",
                "@",
                "@a",
                "#",
                "#aB",
                "http://",
                "www.",
                "😀",
                "😀\u200d",
                "🦰\u200d",
                "\u200d",
                "\ufe0f",
                "👨\u200d❤",
                "🇩",
                "1",
                "’",
                " ",
                "\u00a0 ",
                "Σ",
                "\ud83d",
                "\udc00",
                "@\u0301",
                "&ltx",
                "\u0000"
            })
    void apply_megabyteOfOneShape_ends(String shape) {
        String text = shape.repeat(1_000_000 / shape.length());

        // the square of the length would take hours; the time limit of all tests is what fails
        assertThat(social.apply(text)).isEqualTo(social.apply(text));
    }
}
