package dev.sentiment4j.tokenize;

import java.util.Arrays;

/**
 * The ids around a single text ("[CLS] ... [SEP]", "&lt;s&gt; ... &lt;/s&gt;") and the id that fills padded rows.
 * Immutable.
 */
public final class SpecialTokens {
    private final int[] prefix;
    private final int[] suffix;
    private final int padId;

    public SpecialTokens(int[] prefix, int[] suffix, int padId) {
        this.prefix = prefix.clone();
        this.suffix = suffix.clone();
        this.padId = padId;
    }

    public int[] prefix() {
        return prefix.clone();
    }

    public int[] suffix() {
        return suffix.clone();
    }

    /** How many tokens of every model input they take. */
    public int count() {
        return prefix.length + suffix.length;
    }

    public int padId() {
        return padId;
    }

    /** A whole model input: prefix, the ids from {@code from} to {@code to}, suffix. */
    public int[] wrap(int[] ids, int from, int to) {
        int[] out = Arrays.copyOf(prefix, count() + to - from);
        System.arraycopy(ids, from, out, prefix.length, to - from);
        System.arraycopy(suffix, 0, out, out.length - suffix.length, suffix.length);
        return out;
    }

    @Override
    public String toString() {
        return "SpecialTokens[prefix=" + Arrays.toString(prefix) + ", suffix=" + Arrays.toString(suffix) + ", padId="
                + padId + "]";
    }
}
