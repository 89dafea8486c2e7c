package dev.sentiment4j.pipeline;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a source that reads a platform keeps how far it has come, so that it goes on from there after a restart. Holds
 * small texts by key; what is in them is the source's own business.
 *
 * <p>A save replaces the whole text at once: a crash at any moment leaves the old one or the new one, never a part.
 * When {@link #save} has returned, the text outlives this process; how much more it outlives is said by each store. Of
 * two saves of one key at the same time one wins, whole. A key has one writer: two sources that share one overwrite
 * each other's place.
 *
 * <p>Thread-safe. Methods may block for as long as a disk or server needs; interrupting them does not stop them.
 */
public interface CheckpointStore extends AutoCloseable {
    /** {@value} characters of a key. */
    int MAX_KEY = 512;
    /** {@value} characters of a text: 4 Mi. */
    int MAX_VALUE = 4 * 1024 * 1024;

    /** A short name for logs, such as "file:/var/lib/app/checkpoints"; without secrets. */
    String name();

    /**
     * What was saved last under a key.
     *
     * @return nothing if nothing was, or it was deleted
     * @throws CheckpointException if it cannot be read, or is not what was saved
     * @throws IllegalArgumentException if the key breaks the rules of {@link #requireKey}
     */
    Optional<String> load(String key);

    /**
     * Saves a text in place of the one before.
     *
     * @throws CheckpointException if it is not known whether it was saved; the one before may still be there
     * @throws IllegalArgumentException if key or text break the rules of {@link #requireKey} and {@link #requireValue}
     */
    void save(String key, String value);

    /**
     * Deletes what is saved under a key; harmless if nothing is.
     *
     * @throws CheckpointException if it is not known whether it was deleted
     * @throws IllegalArgumentException if the key breaks the rules of {@link #requireKey}
     */
    void delete(String key);

    /** Frees what it holds; what was saved stays. Idempotent. */
    @Override
    default void close() {}

    /**
     * The rules of keys: not blank, at most {@value #MAX_KEY} characters, no control characters, no lone surrogates.
     * For stores to call.
     *
     * @return the key
     * @throws IllegalArgumentException if it breaks one
     */
    static String requireKey(String key) {
        Objects.requireNonNull(key, "key");
        if (key.isBlank() || key.length() > MAX_KEY) {
            throw new IllegalArgumentException("the key of a checkpoint has " + key.length()
                    + " characters: must have 1 to " + MAX_KEY + ", not all of them blank");
        }
        if (key.codePoints().anyMatch(c -> Character.isISOControl(c) || isSurrogate(c))) {
            throw new IllegalArgumentException(
                    "the key of a checkpoint must not have control characters or lone surrogates");
        }
        return key;
    }

    /**
     * The rules of texts: at most {@value #MAX_VALUE} characters, no NUL, no lone surrogates, so that every store can
     * hold them as they are. For stores to call.
     *
     * @return the text
     * @throws IllegalArgumentException if it breaks one
     */
    static String requireValue(String value) {
        Objects.requireNonNull(value, "value");
        if (value.length() > MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a checkpoint has " + value.length() + " characters: must be at most " + MAX_VALUE);
        }
        if (value.codePoints().anyMatch(c -> c == 0 || isSurrogate(c))) {
            throw new IllegalArgumentException("a checkpoint must not have NUL or lone surrogates");
        }
        return value;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
