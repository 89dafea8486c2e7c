package dev.sentiment4j.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.sentiment4j.batch.TokenBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/**
 * Memory outside the heap for one graph input, into which each batch writes its padded view. Grows in steps and never
 * shrinks; the planner's token budget bounds it. Confined to its lane.
 */
abstract class InputBuffer {
    private static final int FIRST_TOKENS = 1024;

    private final GraphPlan.Input input;
    private int capacity;

    private InputBuffer(GraphPlan.Input input) {
        this.input = input;
    }

    static InputBuffer of(GraphPlan.Input input) {
        return input.wide() ? new Int64(input) : new Int32(input);
    }

    final String name() {
        return input.name();
    }

    /**
     * Writes a batch.
     *
     * @return a view of this buffer, to be closed before the next batch is written
     */
    final OnnxTensor fill(OrtEnvironment environment, TokenBatch batch, int padId) throws OrtException {
        int rows = batch.size();
        int columns = batch.longest();
        int tokens = Math.multiplyExact(rows, columns);
        if (tokens > capacity) {
            // A power of two, so that slightly longer batches do not allocate again and again.
            capacity = Math.max(FIRST_TOKENS, tokens > 1 << 30 ? tokens : Integer.highestOneBit(2 * tokens - 1));
            allocate(capacity);
        }
        switch (input.role()) {
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
        return tensor(environment, tokens, new long[] {rows, columns});
    }

    abstract void allocate(int tokens);

    abstract void put(int index, int value);

    abstract OnnxTensor tensor(OrtEnvironment environment, int tokens, long[] shape) throws OrtException;

    private static ByteBuffer direct(int tokens, int bytes) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(tokens, bytes)).order(ByteOrder.nativeOrder());
    }

    private static final class Int64 extends InputBuffer {
        private LongBuffer buffer = LongBuffer.allocate(0);

        Int64(GraphPlan.Input input) {
            super(input);
        }

        @Override
        void allocate(int tokens) {
            buffer = direct(tokens, Long.BYTES).asLongBuffer();
        }

        @Override
        void put(int index, int value) {
            buffer.put(index, value);
        }

        @Override
        OnnxTensor tensor(OrtEnvironment environment, int tokens, long[] shape) throws OrtException {
            return OnnxTensor.createTensor(environment, buffer.slice(0, tokens), shape);
        }
    }

    private static final class Int32 extends InputBuffer {
        private IntBuffer buffer = IntBuffer.allocate(0);

        Int32(GraphPlan.Input input) {
            super(input);
        }

        @Override
        void allocate(int tokens) {
            buffer = direct(tokens, Integer.BYTES).asIntBuffer();
        }

        @Override
        void put(int index, int value) {
            buffer.put(index, value);
        }

        @Override
        OnnxTensor tensor(OrtEnvironment environment, int tokens, long[] shape) throws OrtException {
            return OnnxTensor.createTensor(environment, buffer.slice(0, tokens), shape);
        }
    }
}
