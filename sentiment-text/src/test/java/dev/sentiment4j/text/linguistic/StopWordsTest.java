package dev.sentiment4j.text.linguistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sentiment4j.text.TextStep;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StopWordsTest {
    private final TextStep english = StopWords.keepingSentiment("en");

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "this is not the best of phones, @the_one -> not best phones, @the_one",
                "I'm sure you don't. They won’t! -> sure don't. won’t!",
                "nothing is as bad as THAT. -> nothing bad.",
                "no, nor can we -> no, nor can",
                "(the) end -> () end",
                "see http://the.com/a www.an.com #the -> see http://the.com/a www.an.com #the",
                "what it was worth -> worth",
                "worth it -> worth",
            })
    void keepingSentiment_english_removesTheRest(String text, String expected) {
        assertThat(english.apply(text)).isEqualTo(expected);
    }

    @Test
    void complete_english_removesThemToo() {
        TextStep step = StopWords.complete("en");

        assertThat(step.apply("I do not and I don't like it")).isEqualTo("like");
        assertThat(step.name()).isEqualTo("all-stop-words:en");
    }

    @ParameterizedTest
    @CsvSource({
        "de,Das ist nicht gut und keine Hilfe,nicht gut keine Hilfe",
        "fr,Ce n'est pas le bon jour,n'est pas bon jour",
        "es,No es una buena película,No buena película",
        "ru,Это было не очень хорошо,Это не очень хорошо",
        "fi,Tämä ei ole hyvä,ei hyvä",
        "tr,Bu hiç iyi değil,hiç iyi değil",
    })
    void keepingSentiment_otherLanguages_keepTheirs(String language, String text, String expected) {
        assertThat(StopWords.keepingSentiment(language).apply(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("dev.sentiment4j.text.linguistic.StopWords#languages")
    void everyLanguage_stopWords_areToldApart(String language) {
        Set<String> words = StopWords.words(language);
        TextStep step = StopWords.keepingSentiment(language);

        assertThat(words).hasSizeGreaterThan(40);
        assertThat(words).as("sentiment in the list").anyMatch(word -> SentimentWords.contains(language, word));
        assertThat(words).allSatisfy(word -> {
            String kept = SentimentWords.contains(language, word) ? word + " x" : "x";
            assertThat(step.apply(word + " x")).isEqualTo(kept);
        });
    }

    @Test
    void apply_nothingToRemove_givesTheSameInstance() {
        String text = "great phone, @the 日本 \ud83d";

        assertThat(english.apply(text)).isSameAs(text);
        assertThat(english.apply("")).isEmpty();
    }

    @Test
    void apply_onlyStopWords_givesEmpty() {
        assertThat(english.apply("  it is the  ")).isBlank();
    }

    @Test
    void apply_megabyte_ends() {
        assertThat(english.apply("the ".repeat(250_000))).isEmpty();
        assertThat(english.apply("a-".repeat(500_000))).hasSize(1_000_000);
        assertThat(english.apply("the,".repeat(250_000))).isEqualTo(",".repeat(250_000));
    }

    @Test
    void of_ownWords_areFoundInAnyCase() {
        TextStep step = StopWords.of("brand", Set.of("Acme", "can’t"));

        assertThat(step.apply("ACME can't do it")).isEqualTo("do it");
    }

    @Test
    void keepingSentiment_unknownLanguage_listsTheKnown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StopWords.keepingSentiment("xx"))
                .withMessageContaining("\"xx\"")
                .withMessageContaining("de, en, es");
    }
}
