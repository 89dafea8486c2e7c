package dev.sentiment4j.tokenize.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.tokenize.SpecialTokens;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpecialTokenProbeTest {
    @Test
    void probe_ofSeveralTokensAround_findsThem() {
        SpecialTokens special = SpecialTokenProbe.probe(
                (text, with) -> with
                        ? wrap(text.chars().toArray(), 1, 2, 8, 9)
                        : text.chars().toArray(),
                7);
        assertThat(special.prefix()).containsExactly(1, 2);
        assertThat(special.suffix()).containsExactly(8, 9);
        assertThat(special.padId()).isEqualTo(7);
    }

    @Test
    void probe_ofWrappingThatDependsOnTheText_throws() {
        assertThatThrownBy(() -> SpecialTokenProbe.probe(
                        (text, with) -> with ? wrap(new int[] {5}, 1, text.length(), 8, 9) : new int[] {5}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("changes with the text");
    }

    @Test
    void probe_ofIdsThatChange_throws() {
        assertThatThrownBy(() -> SpecialTokenProbe.probe((text, with) -> new int[] {with ? 4 : 5}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only prefix, text, suffix");
    }

    private static int[] wrap(int[] ids, int a, int b, int y, int z) {
        int[] whole = Arrays.copyOf(new int[] {a, b}, ids.length + 4);
        System.arraycopy(ids, 0, whole, 2, ids.length);
        whole[ids.length + 2] = y;
        whole[ids.length + 3] = z;
        return whole;
    }
}
