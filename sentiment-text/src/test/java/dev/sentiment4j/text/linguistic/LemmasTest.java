package dev.sentiment4j.text.linguistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.sentiment4j.text.TextStep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the real models: what they answer is part of what the step promises. */
class LemmasTest {
    private static final TextStep LEMMAS = Lemmas.english();

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "The phones weren't working, I loved them! -> the phone be not work, i love they!",
                "They don’t work and I CAN'T wait -> they do not work and i can not wait",
                "worst cats were running -> bad cat be run",
                "@Jane_D likes https://t.co/Running #loved 😂😂 -> @Jane_D like https://t.co/Running #loved 😂😂",
                "日本語 слова 𝓬𝓪𝓽𝓼 100 2nd -> 日本語 слова 𝓬𝓪𝓽𝓼 100 2nd",
            })
    void apply_english_givesDictionaryForms(String text, String expected) {
        assertThat(LEMMAS.apply(text)).isEqualTo(expected);
    }

    @Test
    void apply_spacingAndLineBreaks_stay() {
        assertThat(LEMMAS.apply("\tcats \n\n (dogs)... ")).isEqualTo("\tcat \n\n (dog)... ");
    }

    @Test
    void apply_nothingToChange_givesTheSameInstance() {
        String text = "😂 @Jane !!! \ud83d \u0000";

        assertThat(LEMMAS.apply(text)).isSameAs(text);
        assertThat(LEMMAS.apply("")).isEmpty();
    }

    @Test
    void apply_hugeWordsAndSentences_end() {
        String word = "a".repeat(500_000);

        assertThat(LEMMAS.apply(word)).isSameAs(word);
        assertThat(LEMMAS.apply("cats ".repeat(2_000))).isEqualTo("cat ".repeat(2_000));
        assertThat(LEMMAS.apply("?".repeat(100_000))).hasSize(100_000);
    }

    @Test
    void apply_manyThreads_giveWhatOneGives() throws Exception {
        List<String> texts = List.of(
                "The children were singing songs",
                "I wasn't happy with the deliveries",
                "Best games ever, they've won it",
                "She thinks he's lying to us");
        List<String> alone = texts.stream().map(LEMMAS::apply).toList();
        TextStep fresh = Lemmas.english();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<String>>> runs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                runs.add(threads.submit(() -> {
                    List<String> last = List.of();
                    for (int round = 0; round < 5; round++) {
                        last = texts.stream().map(fresh::apply).toList();
                    }
                    return last;
                }));
            }
            for (Future<List<String>> run : runs) {
                assertThat(run.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void apply_null_isRefused() {
        assertThatNullPointerException().isThrownBy(() -> LEMMAS.apply(null)).withMessage("text");
    }
}
