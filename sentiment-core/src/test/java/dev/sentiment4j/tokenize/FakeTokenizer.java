package dev.sentiment4j.tokenize;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Splits at white space; a word's id follows from its letters, so that tests can foretell it with {@link #id}. Ids 0 to
 * 3 are pad, unknown, begin and end. Thread-safe.
 */
public final class FakeTokenizer implements Tokenizer {
    private static final int PAD = 0;
    private static final int BEGIN = 2;
    private static final int END = 3;
    private static final int FIRST_WORD = 4;

    private final int vocabularySize;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicInteger encoded = new AtomicInteger();
    private volatile @Nullable String failOn;

    public FakeTokenizer() {
        this(10_000);
    }

    public FakeTokenizer(int vocabularySize) {
        this.vocabularySize = vocabularySize;
    }

    /** Fails on every text that contains this. */
    public FakeTokenizer failOn(String part) {
        this.failOn = part;
        return this;
    }

    /** The id of a word. */
    public int id(String word) {
        return FIRST_WORD + Math.floorMod(word.hashCode(), vocabularySize - FIRST_WORD);
    }

    /** Texts encoded so far. */
    public int encoded() {
        return encoded.get();
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public int[] encode(String text) {
        if (closed.get()) {
            throw new IllegalStateException("the fake tokenizer is closed");
        }
        encoded.incrementAndGet();
        String part = failOn;
        if (part != null && text.contains(part)) {
            throw new IllegalArgumentException("the fake tokenizer fails as it was told to");
        }
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .mapToInt(this::id)
                .toArray();
    }

    @Override
    public SpecialTokens specialTokens() {
        return new SpecialTokens(new int[] {BEGIN}, new int[] {END}, PAD);
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
