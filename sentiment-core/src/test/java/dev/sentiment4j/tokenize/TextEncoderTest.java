package dev.sentiment4j.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InputInfo;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.InvalidTextException;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.text.TextProfile;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextEncoderTest {
    /** Word "7" has id 7, so that windows can be read. */
    private record Numbers(int... special) implements Tokenizer {
        @Override
        public int[] encode(String text) {
            return Arrays.stream(text.strip().split("\\s+"))
                    .filter(word -> !word.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
        }

        @Override
        public SpecialTokens specialTokens() {
            return special.length == 0
                    ? new SpecialTokens(new int[0], new int[0], 0)
                    : new SpecialTokens(new int[] {special[0]}, new int[] {special[1]}, 0);
        }

        @Override
        public int vocabularySize() {
            return 100_000;
        }

        @Override
        public void close() {}
    }

    private static final Numbers FRAMED = new Numbers(-1, -2);
    private static final Numbers BARE = new Numbers();

    private static TextEncoder encoder(Tokenizer tokenizer, int maxTokens, LongTextPolicy policy) {
        return new TextEncoder(TextProfile.none(), tokenizer, maxTokens, policy);
    }

    private static String numbers(int count) {
        return IntStream.range(1, count + 1).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }

    private static List<List<Integer>> inputs(TextEncoder.Encoded encoded) {
        return encoded.inputs().stream()
                .map(ids -> Arrays.stream(ids).boxed().toList())
                .toList();
    }

    @Test
    void encode_ofAShortText_wrapsIt() {
        TextEncoder.Encoded encoded =
                encoder(FRAMED, 8, LongTextPolicy.truncate()).encode("5 6 7");
        assertThat(inputs(encoded)).containsExactly(List.of(-1, 5, 6, 7, -2));
        assertThat(encoded.weights()).containsExactly(1);
        assertThat(encoded.info()).isEqualTo(new InputInfo(5, 0, 1, "none/1"));
    }

    @ParameterizedTest
    @CsvSource({"6, 0", "7, 1", "100, 94"})
    void encode_ofALongTextToTruncate_readsTheBeginningAndCountsTheRest(int tokens, int cut) {
        TextEncoder.Encoded encoded =
                encoder(FRAMED, 8, LongTextPolicy.truncate()).encode(numbers(tokens));
        assertThat(inputs(encoded)).containsExactly(List.of(-1, 1, 2, 3, 4, 5, 6, -2));
        assertThat(encoded.info()).isEqualTo(new InputInfo(8, cut, 1, "none/1"));
    }

    @Test
    void encode_inWindows_overlapsNeighbours() {
        TextEncoder.Encoded encoded =
                encoder(FRAMED, 6, LongTextPolicy.windows(10, 1)).encode(numbers(9));
        assertThat(inputs(encoded))
                .containsExactly(List.of(-1, 1, 2, 3, 4, -2), List.of(-1, 4, 5, 6, 7, -2), List.of(-1, 7, 8, 9, -2));
        assertThat(encoded.weights()).containsExactly(4, 4, 3);
        assertThat(encoded.info()).isEqualTo(new InputInfo(17, 0, 3, "none/1"));
    }

    @Test
    void encode_inTooFewWindows_countsWhatIsCut() {
        TextEncoder.Encoded encoded =
                encoder(FRAMED, 6, LongTextPolicy.windows(2, 1)).encode(numbers(20));
        assertThat(inputs(encoded)).hasSize(2);
        assertThat(encoded.info()).isEqualTo(new InputInfo(12, 13, 2, "none/1"));
    }

    @Test
    void encode_ofATextThatFitsInWindows_givesOne() {
        assertThat(inputs(encoder(FRAMED, 6, LongTextPolicy.windows(5, 2)).encode(numbers(4))))
                .containsExactly(List.of(-1, 1, 2, 3, 4, -2));
    }

    /** A policy of one window truncates, whatever overlap it names. */
    @ParameterizedTest
    @CsvSource({"0", "1", "4", "5", "100"})
    void encode_withOneWindowAndAnOverlap_truncates(int overlap) {
        TextEncoder.Encoded encoded =
                encoder(FRAMED, 6, new LongTextPolicy(1, overlap)).encode(numbers(9));
        assertThat(inputs(encoded)).containsExactly(List.of(-1, 1, 2, 3, 4, -2));
        assertThat(encoded.info().tokensCut()).isEqualTo(5);
    }

    @Test
    void encode_ofNothing_givesTheSpecialTokens() {
        TextEncoder.Encoded encoded =
                encoder(FRAMED, 6, LongTextPolicy.truncate()).encode(" ");
        assertThat(inputs(encoded)).containsExactly(List.of(-1, -2));
        assertThat(encoded.info()).isEqualTo(new InputInfo(2, 0, 1, "none/1"));
    }

    @Test
    void encode_ofNothingWithoutSpecialTokens_saysSo() {
        TextEncoder encoder = encoder(BARE, 6, LongTextPolicy.truncate());
        assertThatThrownBy(() -> encoder.encode(" "))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("none/1");
    }

    @ParameterizedTest
    @CsvSource({"2", "1", "0", "-5"})
    void constructor_withoutRoomForText_isRefused(int maxTokens) {
        assertThatThrownBy(() -> encoder(FRAMED, maxTokens, LongTextPolicy.truncate()))
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContainingAll("maxTokens = " + maxTokens, "2 special tokens");
    }

    @ParameterizedTest
    @CsvSource({"4", "5"})
    void constructor_withWindowsThatWouldNotMoveOn_isRefused(int overlap) {
        assertThatThrownBy(() -> encoder(FRAMED, 6, LongTextPolicy.windows(3, overlap)))
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContainingAll("overlap=" + overlap, "less than the 4 tokens");
    }

    @ParameterizedTest
    @CsvSource({
        "'plain','plain'",
        "'\uD83D','\uFFFD'",
        "'a\uDE00b','a\uFFFDb'",
        "'\uD83D\uD83D\uDE00','\uFFFD😂'",
        "'😂\uD83D','😂\uFFFD'",
        "'\uDE00\uD83D','\uFFFD\uFFFD'",
        "'😂😂','😂😂'"
    })
    void normalize_replacesLoneSurrogatesOnly(String text, String expected) {
        String grin = new String(Character.toChars(0x1F600));
        assertThat(encoder(FRAMED, 6, LongTextPolicy.truncate()).normalize(text.replace("😂", grin)))
                .isEqualTo(expected.replace("😂", grin));
    }

    @Property(tries = 500)
    void encode_inWindows_coversEveryTokenAndNeverExceedsTheLimit(
            @ForAll @IntRange(max = 400) int tokens,
            @ForAll @IntRange(min = 3, max = 40) int maxTokens,
            @ForAll @IntRange(max = 36) int overlapWanted,
            @ForAll @IntRange(min = 2, max = 12) int windows) {
        int overlap = Math.min(overlapWanted, maxTokens - 3);
        TextEncoder.Encoded encoded = encoder(FRAMED, maxTokens, LongTextPolicy.windows(windows, overlap))
                .encode(numbers(tokens));
        assertThat(encoded.inputs().size()).isBetween(1, windows);
        int read = 0;
        int all = 0;
        for (int w = 0; w < encoded.inputs().size(); w++) {
            int[] input = encoded.inputs().get(w);
            all += input.length;
            assertThat(input.length).isLessThanOrEqualTo(maxTokens);
            assertThat(input[0]).isEqualTo(-1);
            assertThat(input[input.length - 1]).isEqualTo(-2);
            if (input.length > 2) {
                assertThat(input[1]).as("no gap before window %s", w).isLessThanOrEqualTo(read + 1);
                assertThat(input[input.length - 2]).as("window %s moves on", w).isGreaterThan(read);
                read = input[input.length - 2];
            }
            if (encoded.inputs().size() > 1) {
                assertThat(encoded.weights().get(w)).isEqualTo(input.length - 2);
            }
        }
        assertThat(encoded.info().tokens()).isEqualTo(all);
        assertThat(encoded.info().tokensCut()).isEqualTo(tokens - read);
        assertThat(encoded.info().windows()).isEqualTo(encoded.inputs().size());
        if (encoded.inputs().size() < windows) {
            assertThat(encoded.info().tokensCut()).isZero();
        }
    }
}
