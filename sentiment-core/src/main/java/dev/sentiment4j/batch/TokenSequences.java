package dev.sentiment4j.batch;

import java.util.Arrays;
import java.util.List;

/**
 * The model inputs of one text, equal to others with the same tokens. Immutable as long as nobody writes to the ids.
 */
final class TokenSequences {
    private final List<int[]> sequences;
    private final int hash;

    TokenSequences(List<int[]> sequences) {
        this.sequences = List.copyOf(sequences);
        int h = 1;
        for (int[] ids : this.sequences) {
            h = 31 * h + Arrays.hashCode(ids);
        }
        this.hash = h;
    }

    int size() {
        return sequences.size();
    }

    int[] get(int index) {
        return sequences.get(index);
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof TokenSequences other) || hash != other.hash || size() != other.size()) {
            return false;
        }
        for (int i = 0; i < size(); i++) {
            if (!Arrays.equals(get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
