package dev.sentiment4j.pytorch;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.sentiment4j.batch.TokenBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the heap for one argument, into which each batch writes its padded view as int64. Grows in steps and
 * never shrinks; the planner's token budget bounds it. Confined to its lane.
 */
final class InputBuffer {
    private static final int FIRST_TOKENS = 1024;

    private final ModulePlan.Role role;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int capacity;

    InputBuffer(ModulePlan.Role role) {
        this.role = role;
    }

    /**
     * Writes a batch.
     *
     * @param manager owns the tensor, and puts it on its device
     * @return a view of this buffer, or its copy on another device, to be closed before the next batch is written
     */
    PtNDArray fill(PtNDManager manager, TokenBatch batch, int padId) {
        int rows = batch.size();
        int columns = batch.longest();
        int tokens = Math.multiplyExact(rows, columns);
        if (tokens > capacity) {
            // A power of two, so that slightly longer batches do not allocate again and again.
            int wanted = Math.max(FIRST_TOKENS, tokens > 1 << 27 ? tokens : Integer.highestOneBit(2 * tokens - 1));
            buffer = ByteBuffer.allocateDirect(Math.multiplyExact(wanted, Long.BYTES))
                    .order(ByteOrder.nativeOrder());
            capacity = wanted;
        }
        switch (role) {
            case INPUT_IDS -> {
                for (int r = 0; r < rows; r++) {
                    int from = batch.offset(r);
                    int length = batch.length(r);
                    for (int c = 0; c < columns; c++) {
                        put(r * columns + c, c < length ? batch.id(from + c) : padId);
                    }
                }
            }
            case ATTENTION_MASK -> {
                for (int r = 0; r < rows; r++) {
                    int length = batch.length(r);
                    for (int c = 0; c < columns; c++) {
                        put(r * columns + c, c < length ? 1 : 0);
                    }
                }
            }
            case POSITION_IDS -> {
                for (int i = 0; i < tokens; i++) {
                    put(i, i % columns);
                }
            }
            case TOKEN_TYPE_IDS -> {
                // Fresh memory is zero, and nothing else is ever written here.
            }
        }
        ByteBuffer view = buffer.slice(0, tokens * Long.BYTES).order(ByteOrder.nativeOrder());
        return manager.create(view, new Shape(rows, columns), DataType.INT64);
    }

    private void put(int index, long value) {
        buffer.putLong(index * Long.BYTES, value);
    }
}
