package dev.sentiment4j.alert;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Bytes as text, for stores of text: compressed, since what was learned of rare cells is mostly zeros. */
final class TrendsText {
    private TrendsText() {}

    static String write(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    /**
     * The bytes again.
     *
     * @throws IllegalArgumentException if it is another text
     */
    static byte[] read(String text) {
        try (InflaterInputStream in = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalArgumentException("trends that were cut off or damaged", e);
        }
    }
}
