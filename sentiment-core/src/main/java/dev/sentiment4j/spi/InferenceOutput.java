package dev.sentiment4j.spi;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Logits of a batch: for each graph output a row-major matrix of {@code rows x columns} floats. Built by engines; not
 * thread-safe.
 */
public final class InferenceOutput {
    private final int rows;
    private final Map<String, float[]> matrices = new HashMap<>();

    public InferenceOutput(int rows) {
        this.rows = rows;
    }

    /** Rows in the batch. */
    public int rows() {
        return rows;
    }

    /**
     * Adds an output; the array is kept, not copied.
     *
     * @param values row-major, its length a multiple of {@link #rows()}
     * @throws IllegalArgumentException if the length does not fit
     */
    public InferenceOutput put(String output, float[] values) {
        if (values.length == 0 || values.length % rows != 0) {
            throw new IllegalArgumentException(
                    "output '" + output + "' has " + values.length + " values for " + rows + " rows");
        }
        matrices.put(output, values);
        return this;
    }

    /**
     * The logits of one row, as a copy.
     *
     * @throws IllegalArgumentException if there is no such output
     */
    public float[] row(String output, int row) {
        Objects.checkIndex(row, rows);
        float[] values = matrices.get(output);
        if (values == null) {
            throw new IllegalArgumentException("no output '" + output + "'; there are " + matrices.keySet());
        }
        int columns = values.length / rows;
        return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }
}
