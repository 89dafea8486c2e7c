package dev.sentiment4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmojiNamesTest {
    private final EmojiNames names = TestTexts.emojiNames();

    private static EmojiNames read(String file) throws IOException {
        return EmojiNames.read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            value = {
                "a😀b->'a grinning face b'",
                "1\ufe0f\u20e32\u20e33->' keycap 1  keycap 2 3'",
                "🇩🇪🇫->' Germany 🇫'",
                "👨\u200d👩\u200d👧\u200d👦->' family man woman girl boy '",
                "👨\u200d😀->' man  grinning face '",
                "👨\u200dx->' man x'",
                "👨\u200d\u200dx->' man \u200dx'",
                "👨\u200d❤x->' man  red heart x'",
                "a\u200db->'a\u200db'",
                "❤\ufe0e a\ufe0fb->' red heart  ab'",
                "🏴\udb40\udc67x->'🏴\udb40\udc67x'",
                "👨\u200d🦰\u200d🦰->' man red hair  red hair '",
                "👨\u200d🦰\u200d🦰\u200d->' man red hair  red hair  red hair '",
            })
    void replaceIn_sequences_becomeNames(String text, String expected) {
        assertThat(names.replaceIn(text)).isEqualTo(expected);
    }

    @Test
    void replaceIn_noEmoji_givesTheSameInstance() {
        String text = "1 # * 日本 é \u200d";

        assertThat(names.replaceIn(text)).isSameAs(text);
    }

    @Test
    void replaceIn_namesOfPlainCharacters_findsThem() {
        EmojiNames plain = EmojiNames.of(Map.of(":", "colon", ":)", "smile", "x🙂", "both"));

        assertThat(plain.replaceIn(":):x🙂x")).isEqualTo(" smile  colon  both x");
    }

    @Test
    void name_exactSequence_isFound() {
        assertThat(names.size()).isGreaterThan(2000);
        assertThat(names.name("❤\ufe0f")).hasValue("red heart");
        assertThat(names.name("x")).isEmpty();
    }

    @Test
    void read_blankLinesAndCarriageReturns_areSkipped() throws IOException {
        assertThat(read("1F600\tgrin\r\n\r\n2764 FE0F\theart\n").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'1F600\tgrin\n1F601 grin',line 2 of the emoji names has no code points",
        "'1F600\t ',line 1 of the emoji names has no code points",
        "'G00\tx',line 1 of the emoji names has code points that are not hex",
        "'110000\tx',line 1 of the emoji names has code points that are not hex",
        "'1F600\ta\n1F600\tb',line 2 of the emoji names repeats an emoji",
        "'\n',no emoji names in it",
    })
    void read_foreignFile_namesTheLine(String file, String message) {
        assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class).hasMessageStartingWith(message);
    }

    @Test
    void read_otherCharset_isRefused() {
        byte[] latin = "1F600\tgr\u00fc\u00df".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> EmojiNames.read(new ByteArrayInputStream(latin)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void of_nothingOrEmpty_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> EmojiNames.of(Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> EmojiNames.of(Map.of("", "x")));
        assertThatIllegalArgumentException().isThrownBy(() -> EmojiNames.of(Map.of("😀", "")));
    }
}
