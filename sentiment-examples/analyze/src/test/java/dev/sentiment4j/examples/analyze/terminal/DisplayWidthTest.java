package dev.sentiment4j.examples.analyze.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {
    @ParameterizedTest
    @CsvSource({
        "abc, 3",
        "\u4f60\u597d, 4",
        "e\u0301, 1",
        "\ud83d\ude00, 2",
        "\u2764\ufe0f, 2",
        "\ud83d\udc4d\ud83c\udffd, 2",
        "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67, 2",
        "\ud83c\udde9\ud83c\uddea, 2",
        "\uff21, 2",
        "\uac00, 2",
        "\u200b, 0"
    })
    void of_countsColumns(String text, int columns) {
        assertThat(DisplayWidth.of(text)).isEqualTo(columns);
    }

    @Test
    void shorten_neverCutsThroughACharacter() {
        String family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
        assertThat(DisplayWidth.shorten(family + family + family, 5)).isEqualTo(family + family + "\u2026");
        assertThat(DisplayWidth.shorten(family + family + family, 4)).isEqualTo(family + "\u2026");
        assertThat(DisplayWidth.shorten("abc", 3)).isEqualTo("abc");
        assertThat(DisplayWidth.shorten("abcd", 3)).isEqualTo("ab\u2026");
    }

    @Test
    void pad_fillsToWidth() {
        assertThat(DisplayWidth.pad("\u4f60", 4)).isEqualTo("\u4f60  ");
        assertThat(DisplayWidth.padLeft("ab", 4)).isEqualTo("  ab");
        assertThat(DisplayWidth.pad("abcdef", 4)).isEqualTo("abcdef");
    }
}
