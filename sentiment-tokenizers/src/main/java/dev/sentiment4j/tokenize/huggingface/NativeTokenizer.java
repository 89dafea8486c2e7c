package dev.sentiment4j.tokenize.huggingface;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.internal.GuardedResource;
import dev.sentiment4j.tokenize.SpecialTokens;
import dev.sentiment4j.tokenize.Tokenizer;
import java.util.Objects;

/**
 * A tokenizer in native memory, owned by this object alone. Encoding only reads that memory, so threads need no lock;
 * the guard keeps it alive until the last of them is out.
 *
 * <p>Calls the library's own entry points instead of its Java wrapper: only the ids cross the border, and nothing that
 * could open a connection is touched.
 */
final class NativeTokenizer implements Tokenizer {
    private final long handle;
    private final SpecialTokens specialTokens;
    private final int vocabularySize;
    private final GuardedResource guard;

    NativeTokenizer(long handle, SpecialTokens specialTokens, int vocabularySize, String what) {
        this.handle = handle;
        this.specialTokens = specialTokens;
        this.vocabularySize = vocabularySize;
        this.guard = new GuardedResource(what, () -> TokenizersLibrary.LIB.deleteTokenizer(handle));
    }

    @Override
    public int[] encode(String text) {
        Objects.requireNonNull(text, "text");
        guard.enter();
        try {
            return ids(handle, text, false);
        } catch (RuntimeException e) {
            throw new InferenceException("the tokenizer failed on a text of " + text.length() + " chars", e);
        } finally {
            guard.exit();
        }
    }

    /** Encodes with a handle that the caller keeps alive. */
    static int[] ids(long handle, String text, boolean withSpecialTokens) {
        long encoding = TokenizersLibrary.LIB.encode(handle, text, withSpecialTokens);
        long[] ids;
        try {
            ids = TokenizersLibrary.LIB.getTokenIds(encoding);
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = (int) ids[i];
        }
        return narrow;
    }

    @Override
    public SpecialTokens specialTokens() {
        return specialTokens;
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public void close() {
        guard.close();
    }

    @Override
    public String toString() {
        return "huggingface[" + vocabularySize + " ids, " + specialTokens + "]";
    }
}
