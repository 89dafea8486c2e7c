package dev.sentiment4j.batch;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Token ids of several texts, packed: all ids in a row, and where each text begins. What an engine makes of it (a
 * padded matrix, or the packed form itself) is its own business. Immutable.
 */
public final class TokenBatch {
    private final int[] ids;
    private final int[] offsets;
    private final int longest;

    private TokenBatch(int[] ids, int[] offsets, int longest) {
        this.ids = ids;
        this.offsets = offsets;
        this.longest = longest;
    }

    /**
     * Packs sequences.
     *
     * @throws IllegalArgumentException if there is none, or one is empty
     */
    public static TokenBatch of(List<int[]> sequences) {
        int[] offsets = new int[sequences.size() + 1];
        int longest = 0;
        for (int i = 0; i < sequences.size(); i++) {
            int length = sequences.get(i).length;
            if (length == 0) {
                throw new IllegalArgumentException("sequence " + i + " is empty");
            }
            offsets[i + 1] = Math.addExact(offsets[i], length);
            longest = Math.max(longest, length);
        }
        if (longest == 0) {
            throw new IllegalArgumentException("a batch needs at least one sequence");
        }
        int[] ids = new int[offsets[sequences.size()]];
        for (int i = 0; i < sequences.size(); i++) {
            int[] sequence = sequences.get(i);
            System.arraycopy(sequence, 0, ids, offsets[i], sequence.length);
        }
        return new TokenBatch(ids, offsets, longest);
    }

    /** Texts in the batch. */
    public int size() {
        return offsets.length - 1;
    }

    /** Ids of all texts together. */
    public int tokens() {
        return ids.length;
    }

    /** Tokens of the longest text. */
    public int longest() {
        return longest;
    }

    /** Where row {@code row} begins among all ids; {@code offset(size())} is their number. */
    public int offset(int row) {
        return offsets[row];
    }

    /** Tokens of a row. */
    public int length(int row) {
        return offsets[row + 1] - offsets[row];
    }

    /** The id at a position among all ids. */
    public int id(int position) {
        return ids[position];
    }

    /** The ids of a row, as a copy. */
    public int[] row(int row) {
        Objects.checkIndex(row, size());
        return Arrays.copyOfRange(ids, offsets[row], offsets[row + 1]);
    }

    @Override
    public String toString() {
        return "TokenBatch[size=" + size() + ", tokens=" + tokens() + ", longest=" + longest + "]";
    }
}
