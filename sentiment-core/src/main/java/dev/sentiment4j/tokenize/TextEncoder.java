package dev.sentiment4j.tokenize;

import dev.sentiment4j.InputInfo;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.InvalidTextException;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.text.TextProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * A text's way to model inputs: text profile, tokenizer, and the long-text policy. Thread-safe. Does not own the
 * tokenizer.
 */
public final class TextEncoder {
    /**
     * The model inputs of one text.
     *
     * @param inputs one, or the windows of a long text, special tokens included
     * @param weights tokens of its own that each input holds, at least 1: the weight of its probabilities
     * @param info what was read and what was cut
     */
    public record Encoded(List<int[]> inputs, List<Integer> weights, InputInfo info) {}

    private final TextProfile profile;
    private final Tokenizer tokenizer;
    private final SpecialTokens special;
    private final LongTextPolicy policy;
    private final int room;

    /**
     * An encoder.
     *
     * @param maxTokens the longest model input, special tokens included
     * @throws InvalidOptionsException if the limit leaves no room for text, or windows would not move on
     */
    public TextEncoder(TextProfile profile, Tokenizer tokenizer, int maxTokens, LongTextPolicy policy) {
        this.profile = profile;
        this.tokenizer = tokenizer;
        this.special = tokenizer.specialTokens();
        this.policy = policy;
        this.room = maxTokens - special.count();
        List<String> problems = new ArrayList<>();
        if (room < 1) {
            problems.add("maxTokens = " + maxTokens + ": must be more than the " + special.count() + " special tokens");
        } else if (!policy.isTruncate() && policy.overlap() >= room) {
            problems.add("longText = " + policy + ": the overlap must be less than the " + room
                    + " tokens of text in a window");
        }
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException("text encoding", problems);
        }
    }

    /** The text that the tokenizer sees: lone surrogates replaced by U+FFFD, then the text profile. */
    public String normalize(String text) {
        return profile.apply(wellFormed(text));
    }

    /**
     * Encodes a text.
     *
     * @throws InvalidTextException if nothing of the text is left for the model and it has no special tokens either
     */
    public Encoded encode(String text) {
        int[] ids = tokenizer.encode(normalize(text));
        if (ids.length <= room) {
            int[] input = special.wrap(ids, 0, ids.length);
            if (input.length == 0) {
                throw new InvalidTextException("the text has no tokens after profile " + profile.id());
            }
            return new Encoded(List.of(input), List.of(1), new InputInfo(input.length, 0, 1, profile.id()));
        }
        // A policy of one window may name an overlap, which then means nothing and may even exceed the room.
        int stride = policy.isTruncate() ? room : room - policy.overlap();
        int wanted = 1 + (ids.length - room + stride - 1) / stride;
        int windows = Math.min(policy.windows(), wanted);
        List<int[]> inputs = new ArrayList<>(windows);
        List<Integer> weights = new ArrayList<>(windows);
        int tokens = 0;
        int end = 0;
        for (int w = 0; w < windows; w++) {
            int start = w * stride;
            end = Math.min(ids.length, start + room);
            int[] input = special.wrap(ids, start, end);
            inputs.add(input);
            weights.add(end - start);
            tokens += input.length;
        }
        return new Encoded(inputs, weights, new InputInfo(tokens, ids.length - end, windows, profile.id()));
    }

    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaceLoneSurrogates(text, i);
            }
        }
        return text;
    }

    private static String replaceLoneSurrogates(String text, int from) {
        StringBuilder out = null;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                out = out == null ? new StringBuilder(text) : out;
                out.setCharAt(i, '\uFFFD');
            }
        }
        return out == null ? text : out.toString();
    }
}
