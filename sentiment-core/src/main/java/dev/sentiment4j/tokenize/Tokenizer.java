package dev.sentiment4j.tokenize;

/**
 * Turns text into the token ids of one model. Thread-safe. Owned by the analyzer that opened it, and closed by it.
 *
 * <p>Special tokens are kept apart, so that core cuts and splits long texts the same way for every library: a model
 * input is {@link SpecialTokens#prefix()}, then ids, then {@link SpecialTokens#suffix()}.
 */
public interface Tokenizer extends AutoCloseable {
    /**
     * The ids of the text, without special tokens, never cut and never padded.
     *
     * @param text well-formed UTF-16
     */
    int[] encode(String text);

    /** What surrounds a single text, and what fills rows. */
    SpecialTokens specialTokens();

    /** How many ids there are: 0 to this minus 1. */
    int vocabularySize();

    /** Frees native memory. Idempotent. */
    @Override
    void close();
}
