package dev.sentiment4j.tokenize.huggingface;

import dev.sentiment4j.tokenize.SpecialTokens;
import java.util.Arrays;
import java.util.List;

/**
 * Learns what a tokenizer puts around a text by encoding some with and without it. Core builds model inputs as prefix,
 * ids, suffix, so a tokenizer that does anything else must not load.
 */
final class SpecialTokenProbe {
    /** Letters, words, digits, another script: at least one yields ids in any vocabulary that can read texts. */
    private static final List<String> TEXTS =
            List.of("a", "the best day", "no. 1", "\u043c\u0438\u0440", "\u4f60\u597d", "");

    /** Encodes a text with or without special tokens. */
    @FunctionalInterface
    interface Encoder {
        int[] encode(String text, boolean withSpecialTokens);
    }

    private SpecialTokenProbe() {}

    /**
     * @param padId passed on
     * @throws IllegalArgumentException if model inputs are not prefix, content, suffix
     */
    static SpecialTokens probe(Encoder encoder, int padId) {
        int[] prefix = null;
        int[] suffix = null;
        for (String text : TEXTS) {
            int[] content = encoder.encode(text, false);
            int[] whole = encoder.encode(text, true);
            if (prefix == null || suffix == null) {
                if (content.length == 0) {
                    continue;
                }
                int at = find(content, whole);
                prefix = Arrays.copyOf(whole, at);
                suffix = Arrays.copyOfRange(whole, at + content.length, whole.length);
            }
            if (!Arrays.equals(new SpecialTokens(prefix, suffix, padId).wrap(content, 0, content.length), whole)) {
                throw new IllegalArgumentException(
                        "what it puts around a text changes with the text; only a fixed prefix and suffix can be used");
            }
        }
        if (prefix == null || suffix == null) {
            throw new IllegalArgumentException("it finds no tokens in plain words, so it fits no model for texts");
        }
        return new SpecialTokens(prefix, suffix, padId);
    }

    private static int find(int[] content, int[] whole) {
        for (int at = 0; at + content.length <= whole.length; at++) {
            if (Arrays.equals(whole, at, at + content.length, content, 0, content.length)) {
                return at;
            }
        }
        throw new IllegalArgumentException(
                "its template changes the ids between the special tokens; only prefix, text, suffix can be used");
    }
}
