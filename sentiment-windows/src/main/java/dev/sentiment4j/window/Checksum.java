package dev.sentiment4j.window;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Ends bytes with a checksum: a damaged length or sketch could otherwise be read as something that is merely wrong, or
 * larger than any memory.
 */
final class Checksum {
    private Checksum() {}

    static byte[] append(byte[] bytes) {
        return ByteBuffer.allocate(bytes.length + Integer.BYTES)
                .put(bytes)
                .putInt(of(bytes, bytes.length))
                .array();
    }

    /** The bytes without their checksum. */
    static byte[] verified(byte[] bytes, String what) {
        int length = bytes.length - Integer.BYTES;
        if (length < 0 || ByteBuffer.wrap(bytes).getInt(length) != of(bytes, length)) {
            throw new IllegalArgumentException(what + " that was cut off or damaged");
        }
        return Arrays.copyOf(bytes, length);
    }

    private static int of(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }
}
