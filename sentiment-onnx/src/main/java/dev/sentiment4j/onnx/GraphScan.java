package dev.sentiment4j.onnx;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads from an ONNX file what ONNX Runtime does not tell: which operators it holds and how its weights are stored. A
 * pass over the protobuf wire format that steps over the weights, so memory stays bounded whatever the file's size.
 *
 * <p>Field numbers are those of onnx.proto. Whether the file is sound is for ONNX Runtime to judge: a file that cannot
 * be read here yields {@link Facts#UNKNOWN}.
 */
final class GraphScan {
    /** Their activation scale is taken over the whole tensor, so over all rows of a batch. */
    private static final Set<String> BATCH_DEPENDENT =
            Set.of("DynamicQuantizeLinear", "DynamicQuantizeMatMul", "MatMulIntegerToFloat", "DynamicQuantizeLSTM");

    private static final Set<String> INTEGER_ARITHMETIC =
            Set.of("QLinearMatMul", "QGemm", "QAttention", "MatMulInteger", "QLinearConv", "ConvInteger");
    private static final Map<Integer, String> TYPES =
            Map.of(1, "fp32", 10, "fp16", 11, "fp64", 16, "bf16", 2, "int8", 3, "int8", 21, "int4", 22, "int4");
    private static final int MAX_DEPTH = 32;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    /**
     * What a file says.
     *
     * @param batchDependentOps operators that let a row's answer depend on its batch
     * @param precision how it computes: "fp32", "fp16", "fp32 from int8 weights", "int8", "dynamic int8"
     */
    record Facts(Set<String> batchDependentOps, String precision) {
        static final Facts UNKNOWN = new Facts(Set.of(), "unknown precision");
    }

    private final InputStream in;
    private final Set<String> ops = new TreeSet<>();
    private final Map<String, Long> weights = new TreeMap<>();
    private long position;
    private int depth;

    private GraphScan(InputStream in) {
        this.in = in;
    }

    /**
     * Scans a whole file.
     *
     * @param in buffered; not closed
     */
    static Facts scan(InputStream in) {
        GraphScan scan = new GraphScan(in);
        try {
            scan.model();
        } catch (IOException e) {
            return Facts.UNKNOWN;
        }
        return scan.facts();
    }

    private Facts facts() {
        Set<String> dependent = new TreeSet<>(ops);
        dependent.retainAll(BATCH_DEPENDENT);
        String most = weights.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("unknown precision");
        if (!dependent.isEmpty()) {
            return new Facts(dependent, "dynamic int8");
        }
        if (most.startsWith("int") && ops.stream().noneMatch(INTEGER_ARITHMETIC::contains)) {
            return new Facts(dependent, "fp32 from " + most + " weights");
        }
        return new Facts(dependent, most);
    }

    /** Reads one field of the current message, whose number and wire type are known; false leaves it to be skipped. */
    @FunctionalInterface
    private interface FieldReader {
        boolean read(int number, int wireType) throws IOException;
    }

    private void model() throws IOException {
        int first = in.read();
        while (first >= 0) {
            position++;
            long tag = varint(first);
            int number = (int) (tag >>> 3);
            int wireType = (int) (tag & 7);
            if (wireType == BYTES && number == 7) {
                graph();
            } else if (wireType == BYTES && number == 25) {
                function();
            } else {
                skip(wireType);
            }
            first = in.read();
        }
    }

    private void graph() throws IOException {
        message((number, wireType) -> {
            if (wireType == BYTES && number == 1) {
                node();
            } else if (wireType == BYTES && number == 5) {
                tensor();
            } else {
                return false;
            }
            return true;
        });
    }

    private void function() throws IOException {
        message((number, wireType) -> {
            if (wireType != BYTES || number != 7) {
                return false;
            }
            node();
            return true;
        });
    }

    private void node() throws IOException {
        message((number, wireType) -> {
            if (wireType == BYTES && number == 4) {
                ops.add(name());
            } else if (wireType == BYTES && number == 5) {
                attribute();
            } else {
                return false;
            }
            return true;
        });
    }

    /** Attributes hold the bodies of loops and branches, and the values of constants. */
    private void attribute() throws IOException {
        message((number, wireType) -> {
            if (wireType == BYTES && number == 5) {
                tensor();
            } else if (wireType == BYTES && (number == 6 || number == 11)) {
                graph();
            } else {
                return false;
            }
            return true;
        });
    }

    private void tensor() throws IOException {
        long[] elements = {1};
        int[] type = {0};
        message((number, wireType) -> {
            if (number == 1 && wireType == VARINT) {
                elements[0] *= varint(readByte());
            } else if (number == 1 && wireType == BYTES) {
                long end = length() + position;
                while (position < end) {
                    elements[0] *= varint(readByte());
                }
            } else if (number == 2 && wireType == VARINT) {
                type[0] = (int) varint(readByte());
            } else {
                return false;
            }
            return true;
        });
        String name = TYPES.get(type[0]);
        if (name != null) {
            weights.merge(name, elements[0], Long::sum);
        }
    }

    private void message(FieldReader fields) throws IOException {
        if (++depth > MAX_DEPTH) {
            throw new IOException("nested too deeply");
        }
        long end = length() + position;
        while (position < end) {
            long tag = varint(readByte());
            int wireType = (int) (tag & 7);
            if (!fields.read((int) (tag >>> 3), wireType)) {
                skip(wireType);
            }
        }
        if (position != end) {
            throw new IOException("a field reaches beyond its message");
        }
        depth--;
    }

    private void skip(int wireType) throws IOException {
        switch (wireType) {
            case VARINT -> varint(readByte());
            case FIXED_64 -> advance(8);
            case BYTES -> advance(length());
            case FIXED_32 -> advance(4);
            default -> throw new IOException("no such wire type: " + wireType);
        }
    }

    private void advance(long bytes) throws IOException {
        in.skipNBytes(bytes);
        position += bytes;
    }

    /** An operator's name; long ones cannot be any that matter. */
    private String name() throws IOException {
        long length = length();
        if (length > 256) {
            advance(length);
            return "";
        }
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        position += length;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private long length() throws IOException {
        long length = varint(readByte());
        if (length < 0) {
            throw new IOException("negative length");
        }
        return length;
    }

    private long varint(int first) throws IOException {
        long value = first & 0x7f;
        int current = first;
        for (int shift = 7; current >= 0x80; shift += 7) {
            if (shift > 63) {
                throw new IOException("number too long");
            }
            current = readByte();
            value |= (long) (current & 0x7f) << shift;
        }
        return value;
    }

    private int readByte() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        position++;
        return b;
    }
}
