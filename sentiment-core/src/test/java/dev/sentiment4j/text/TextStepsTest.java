package dev.sentiment4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextStepsTest {
    private static final EmojiNames EMOJI = TestTexts.emojiNames();

    private static String run(String step, String text) {
        return TextSteps.named(step, EMOJI).orElseThrow().apply(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            ignoreLeadingAndTrailingWhitespace = true,
            quoteCharacter = '`',
            value = {
                "AT&amp;T &lt;3 it&#39;s -> AT&T <3 it's",
                "&amp;lt; -> &lt;",
                "&notit; &notin; -> ¬it; ∉",
                "&Lt3 &LT3 -> &Lt3 <3",
                "&#x1F600;&#128514 -> 😀😂",
                "&#150;&#x9d;&#xD800;&#0;&#9999999999; -> –\u009d\ufffd\ufffd\ufffd",
                "a&#1;b&#xFFFE;c -> abc",
                "&NotEqualTilde;&acE; -> ≂̸∾̳",
                "& && &; &# &#x &#xg &nope; -> & && &; &# &#x &#xg &nope;",
                "&#٣; -> &#٣;",
            })
    void htmlEntities_references_becomeCharacters(String text, String expected) {
        assertThat(run("html-entities", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "see https://t.co/x, ok -> see http ok",
                "HTTP://A (www.b.c) -> http (http",
                "httpſ://long.s -> http",
                "xhttp://y -> xhttp",
                "http:// www. https//x wwww -> http:// www. https//x wwww",
            })
    void urls_links_becomeOneWord(String text, String expected) {
        assertThat(run("urls", text)).isEqualTo(expected);
    }

    @Test
    void urls_noBreakSpace_endsTheLink() {
        assertThat(run("urls", "http://a\u00a0b")).isEqualTo("http\u00a0b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "hi @Jane_D! a@b.org -> hi @user! a@b.org",
                "@a@b @@c @ -> @user@b @@c @",
                "@שלום @𝓪𝓫x -> @user @user",
                "½@a 😀@a -> ½@a 😀@user",
                "@a\u0301b -> @user\u0301b",
            })
    void mentions_names_becomeOneWord(String text, String expected) {
        assertThat(run("mentions", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "#MondayMotivation #NASAFacts2024 -> # Monday Motivation # NASA Facts 2024",
                "#a_b__c -> # a b  c",
                "##fun# -> ## fun#",
                "#größeÜber #iPhone15Pro -> # größeÜber # i Phone 15Pro",
                "C#5 -> C# 5",
            })
    void hashtags_tags_becomeWords(String text, String expected) {
        assertThat(run("hashtags", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "@Jane, meet me @ noon -> @user meet me @ noon",
                "@@ x@y (@z -> @user x@y (@z",
            })
    void mentionTokens_wordsBetweenSpaces_becomeOneWord(String text, String expected) {
        assertThat(run("mention-tokens", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "(https://t.co/x) https://t.co/x -> (https://t.co/x) http",
                "httpx HTTP://a hthttp://a -> http HTTP://a hthttp://a",
            })
    void urlTokens_wordsBetweenSpaces_becomeOneWord(String text, String expected) {
        assertThat(run("url-tokens", text)).isEqualTo(expected);
    }

    @Test
    void skinTones_modifiers_vanish() {
        assertThat(run("skin-tones", "👍🏽👩🏿\u200d💻🏻 🌍")).isEqualTo("👍👩\u200d💻 🌍");
    }

    @Test
    void foldPunctuation_typography_becomesAscii() {
        assertThat(run("fold-punctuation", "“it’s… ‘fine’” – a—b\u200dc\ufe0fd"))
                .isEqualTo("\"it's... 'fine'\" - a-b cd");
    }

    @ParameterizedTest
    @CsvSource({"2,soooOO goood 1000!!!,soo good 1000!!!", "1,good жжж 𝓪𝓪,god ж 𝓪", "3,AaaaB,AaaB"})
    void elongations_runsOfLetters_shrinkToTheLimit(int limit, String text, String expected) {
        assertThat(TextSteps.elongations(limit).apply(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"ÄΣ ΣΑΣ Σ.Σ' Σ,äς σας σ.ς' σ", "İI𐐀ǅ,i\u0307i𐐨ǆ", "already lower,already lower"})
    void lowerCase_anyScript_becomesLower(String text, String expected) {
        assertThat(run("lower-case", text)).isEqualTo(expected);
    }

    @Test
    void whitespace_runsOfEveryKind_becomeOneSpace() {
        assertThat(run("whitespace", "\u3000a \u00a0\tb\u001c\u0085c\u200bd\u2029"))
                .isEqualTo("a b c\u200bd");
    }

    @Test
    void nfc_decomposed_isComposed() {
        assertThat(run("nfc", "e\u0301 ｆ")).isEqualTo("é ｆ");
    }

    @Test
    void nfkc_compatibilityForms_becomePlain() {
        assertThat(run("nfkc", "ｆｕｎ 𝓯𝓾𝓷 ½")).isEqualTo("fun fun 1⁄2");
    }

    @Test
    void nfkc_longRunsOfMarks_end() {
        for (String shape : new String[] {"\u0301\u0316", "\uFF9E\u0301", "e\u0301", "\u1e9b\u0323"}) {
            String text = "a" + shape.repeat(200_000);

            assertThat(run("nfc", text)).isNotEmpty();
            assertThat(run("nfkc", text)).isNotEmpty();
        }
    }

    @Test
    void lowerCase_longWordOfSigmas_ends() {
        assertThat(run("lower-case", "Σ'".repeat(300_000))).endsWith("σ'ς'");
    }

    @Test
    void replacement_ofOnesOwn_isUsed() {
        assertThat(run("urls:HTTPURL", "x http://a")).isEqualTo("x HTTPURL");
        assertThat(run("mentions:@USER", "x @a")).isEqualTo("x @USER");
        assertThat(run("url-tokens:URL", "x http://a")).isEqualTo("x URL");
        assertThat(run("mention-tokens:you", "x @a")).isEqualTo("x you");
    }

    @ParameterizedTest
    @MethodSource("dev.sentiment4j.text.TextSteps#names")
    void everyStep_nothingToDo_givesTheSameInstance(String name) {
        TextStep step = TextSteps.named(name, EMOJI).orElseThrow();
        String ascii = "plain text, 100 % of it";
        String other = "日本 é ж";

        assertThat(step.name()).isEqualTo(name);
        assertThat(step.apply(ascii)).isSameAs(ascii);
        assertThat(step.apply(other)).isSameAs(other);
        assertThat(step.apply("")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.sentiment4j.text.TextSteps#names")
    void everyStep_null_isRefused(String name) {
        TextStep step = TextSteps.named(name, EMOJI).orElseThrow();

        assertThatNullPointerException().isThrownBy(() -> step.apply(null)).withMessage("text");
    }

    @Test
    void named_unknown_isEmpty() {
        assertThat(TextSteps.named("shout", EMOJI)).isEmpty();
        assertThat(TextSteps.named("shout:loud", EMOJI)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "elongations:0 -> the limit counts letters, from 1",
                "elongations:two -> write \"elongations:2\"",
                "urls: -> give at least one character",
                "nfc:x -> takes no parameter: write \"nfc\"",
                "emoji -> needs emoji names",
            })
    void named_parameterThatDoesNotFit_saysWhatDoes(String name, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextSteps.named(name, null))
                .withMessageContaining(message);
    }

    @Test
    void of_badName_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextStep.of("My Step", text -> text))
                .withMessageContaining("lower-case letters");
    }
}
