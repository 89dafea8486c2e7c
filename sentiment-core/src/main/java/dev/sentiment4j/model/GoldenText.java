package dev.sentiment4j.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One text with what the model made of it where it was trained: the text after its profile, its token ids, and its
 * logits. Immutable and thread-safe; arrays go in and out as copies.
 */
public final class GoldenText {
    private final String text;
    private final String normalized;
    private final int[] ids;
    private final Map<String, float[]> logits;

    /**
     * @param text as an author wrote it
     * @param normalized the text after the model's text profile
     * @param ids the model input, special tokens included
     * @param logits by head name, in the order of its labels
     */
    public GoldenText(String text, String normalized, int[] ids, Map<String, float[]> logits) {
        this.text = Objects.requireNonNull(text, "text");
        this.normalized = Objects.requireNonNull(normalized, "normalized");
        this.ids = ids.clone();
        this.logits = copy(logits);
    }

    /** The text as an author wrote it. */
    public String text() {
        return text;
    }

    /** The text after the model's text profile. */
    public String normalized() {
        return normalized;
    }

    /** The model input, special tokens included. */
    public int[] ids() {
        return ids.clone();
    }

    /** The logits by head name, in the order of the head's labels. */
    public Map<String, float[]> logits() {
        return copy(logits);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof GoldenText other
                && text.equals(other.text)
                && normalized.equals(other.normalized)
                && Arrays.equals(ids, other.ids)
                && logits.keySet().equals(other.logits.keySet())
                && logits.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), other.logits.get(entry.getKey())));
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, normalized, Arrays.hashCode(ids), logits.keySet());
    }

    /** Names sizes only, so that logs hold no post's text. */
    @Override
    public String toString() {
        return "golden text of " + text.length() + " characters, " + ids.length + " tokens, heads " + logits.keySet();
    }

    private static Map<String, float[]> copy(Map<String, float[]> logits) {
        Map<String, float[]> copy = new LinkedHashMap<>();
        logits.forEach((head, values) -> copy.put(head, values.clone()));
        return Collections.unmodifiableMap(copy);
    }
}
