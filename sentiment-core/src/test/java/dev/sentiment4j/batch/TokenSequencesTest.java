package dev.sentiment4j.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Texts share work exactly when the model is given the same: one bit of difference, and they must not. */
class TokenSequencesTest {
    private static TokenSequences of(List<int[]> inputs) {
        return new TokenSequences(inputs.stream().map(int[]::clone).toList());
    }

    private static boolean same(List<int[]> a, List<int[]> b) {
        return Arrays.deepEquals(a.toArray(), b.toArray());
    }

    @Property
    void sequences_areEqualExactlyWhenTheirTokensAre(
            @ForAll @Size(min = 1, max = 3) List<@Size(max = 3) @IntRange(max = 2) int[]> a,
            @ForAll @Size(min = 1, max = 3) List<@Size(max = 3) @IntRange(max = 2) int[]> b) {
        assertThat(of(a).equals(of(b))).isEqualTo(same(a, b));
        assertThat(of(a)).isEqualTo(of(a)).hasSameHashCodeAs(of(a));
    }

    /** 31 * 1 + 0 == 31 * 0 + 31: equal hashes, different tokens. */
    @Test
    void sequences_withTheSameHash_areToldApart() {
        TokenSequences one = of(List.of(new int[] {1, 0}));
        TokenSequences other = of(List.of(new int[] {0, 31}));
        assertThat(one).hasSameHashCodeAs(other).isNotEqualTo(other);
    }

    @Test
    void sequences_cutElsewhere_areToldApart() {
        assertThat(of(List.of(new int[] {1, 2}, new int[] {3})))
                .isNotEqualTo(of(List.of(new int[] {1}, new int[] {2, 3})))
                .isNotEqualTo(of(List.of(new int[] {1, 2, 3})))
                .isNotEqualTo(null)
                .isNotEqualTo("text");
    }
}
