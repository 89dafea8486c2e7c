package dev.sentiment4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TextStepsPropertyTest {
    private static final EmojiNames EMOJI = TestTexts.emojiNames();

    /** Pieces that the steps look for, between any characters at all, lone surrogates included. */
    @Provide
    Arbitrary<String> posts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "&", "&amp", ";", "&#x", "#", "@", "_", "http://", "www.", " ", "\u00a0", "a", "B", "7", "soooo", "😀",
                "👨", "❤", "\u200d", "\ufe0f", "\ufe0e", "\u20e3", "🏽", "🦰", "🇩", "🇪", "Σ", "İ", "\u0301", "\u0316",
                "’", "…");
        Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(3);
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(4, pieces), net.jqwik.api.Tuple.of(1, any))
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> steps() {
        return Arbitraries.of(TextSteps.names());
    }

    @Property
    void everyStep_anyText_givesTheSameTextTwice(@ForAll("steps") String name, @ForAll("posts") String text) {
        TextStep step = TextSteps.named(name, EMOJI).orElseThrow();

        assertThat(step.apply(text)).isEqualTo(step.apply(new String(text.toCharArray())));
    }

    @Property
    void settledSteps_appliedAgain_changeNothing(@ForAll("posts") String text) {
        for (String name : new String[] {"skin-tones", "fold-punctuation", "elongations", "whitespace", "mentions"}) {
            TextStep step = TextSteps.named(name, EMOJI).orElseThrow();
            String once = step.apply(text);

            assertThat(step.apply(once)).as(name).isSameAs(once);
        }
    }

    /** But for the capital sigma, where the JDK follows word boundaries rather than the standard. */
    @Property
    void lowerCase_anyText_isWhatTheJdkMakesOfIt(@ForAll("posts") String any) {
        String text = any.replace("Σ", "");

        assertThat(TextSteps.lowerCase().apply(text)).isEqualTo(text.toLowerCase(Locale.ROOT));
    }

    @Property
    void nfc_anyText_isWhatTheJdkMakesOfIt(@ForAll("posts") String text) {
        String expected = java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFC);

        assertThat(TextSteps.nfc().apply(text)).isEqualTo(expected);
    }

    @Property
    void whitespace_anyText_leavesSingleSpacesWithin(@ForAll("posts") String text) {
        assertThat(TextSteps.whitespace().apply(text))
                .doesNotContain("  ", "\u00a0", "\n", "\t")
                .doesNotStartWith(" ")
                .doesNotEndWith(" ");
    }

    @Property
    void urls_anyText_leavesNoLink(@ForAll("posts") String text) {
        assertThat(TextSteps.urls().apply(text)).doesNotContainPattern("https?://[a-zA-Z]");
    }

    @Property
    void social_anyText_isTidyAndWithoutSelectors(@ForAll("posts") String text) {
        String social = TextProfiles.social(EMOJI).apply(text);

        assertThat(social).doesNotContain("\ufe0f", "\ufe0e", "\u200d", "’", "…", "  ");
        assertThat(TextSteps.whitespace().apply(social)).isSameAs(social);
    }
}
