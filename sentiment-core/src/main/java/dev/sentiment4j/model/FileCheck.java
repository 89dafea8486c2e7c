package dev.sentiment4j.model;

import com.google.gson.JsonElement;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at one file of a bundle: it is opened once and read at most once, without keeping it in memory. */
final class FileCheck {
    /** What a file should hold, as far as it can be told without an engine. */
    enum Content {
        JSON,
        ONNX,
        TORCHSCRIPT,
        OTHER
    }

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int HEAD_BYTES = 200;
    private static final int SHOWN_DIGITS = 12;

    private FileCheck() {}

    /**
     * What is wrong with the file, starting with its name.
     *
     * @param role what the file is to the bundle, "the tokenizer"
     * @param sha256 the expected checksum in lower-case hexadecimal, or null if none is stated
     */
    static Optional<String> problem(
            ModelSource source, String file, String role, Content content, @Nullable String sha256) {
        if (!source.exists(file)) {
            return Optional.of(file + ": missing; it is " + role);
        }
        try (InputStream in = source.open(file)) {
            return problem(in, content, sha256).map(what -> file + ": " + what);
        } catch (IOException e) {
            return Optional.of(unreadable(file, e));
        }
    }

    /** A whole JSON document, for files that are small; empty, and a problem, if there is none to be had. */
    static Optional<JsonElement> document(ModelSource source, String file, List<String> problems) {
        try (BufferedInputStream in = new BufferedInputStream(source.open(file), BUFFER_BYTES)) {
            Optional<String> placeholder = placeholder(in);
            if (placeholder.isPresent()) {
                problems.add(file + ": " + placeholder.get());
                return Optional.empty();
            }
            return Optional.of(Json.read(Json.utf8(in)));
        } catch (IOException e) {
            problems.add(Json.malformed(e).map(what -> file + ": " + what).orElseGet(() -> unreadable(file, e)));
            return Optional.empty();
        }
    }

    /** The problem of a file that cannot be read. */
    static String unreadable(String file, IOException e) {
        return file + ": cannot be read (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")";
    }

    /** The problem of a file that is a stand-in for the real one, or holds nothing; leaves the stream at its start. */
    static Optional<String> placeholder(BufferedInputStream in) throws IOException {
        in.mark(HEAD_BYTES);
        byte[] head = in.readNBytes(HEAD_BYTES);
        in.reset();
        if (head.length == 0) {
            return Optional.of("is empty; copy it again");
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("version ") && text.contains("\noid sha256:")) {
            return Optional.of("is a Git LFS pointer, not the file itself; fetch it with: git lfs pull");
        }
        return Optional.empty();
    }

    private static Optional<String> problem(InputStream file, Content content, @Nullable String sha256)
            throws IOException {
        MessageDigest digest = sha256 == null ? null : sha256Digest();
        InputStream hashed = digest == null ? file : new DigestInputStream(file, digest);
        BufferedInputStream in = new BufferedInputStream(hashed, BUFFER_BYTES);
        Optional<String> problem = placeholder(in);
        if (problem.isPresent()) {
            return problem;
        }
        if (digest == null) {
            return structure(in, content);
        }
        // a checksum says more than any look at the structure
        byte[] rest = new byte[BUFFER_BYTES];
        while (in.read(rest) >= 0) {
            // the digest sees what passes through
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (found.equals(sha256)) {
            return Optional.empty();
        }
        return Optional.of("wrong checksum, expected SHA-256 " + prefix(sha256) + " but found " + prefix(found)
                + "; the file is damaged or of another version: copy it again, or state the new checksum in "
                + ManifestReader.FILE + " if the change was meant");
    }

    private static Optional<String> structure(BufferedInputStream in, Content content) throws IOException {
        return switch (content) {
            case JSON -> json(in);
            case ONNX -> onnx(in);
            case TORCHSCRIPT -> torchScript(in);
            case OTHER -> Optional.empty();
        };
    }

    private static Optional<String> json(InputStream in) throws IOException {
        try {
            Json.check(Json.utf8(in));
            return Optional.empty();
        } catch (IOException e) {
            Optional<String> malformed = Json.malformed(e);
            if (malformed.isEmpty()) {
                throw e;
            }
            return malformed.map(what -> what + "; copy it again");
        }
    }

    /** The outermost fields of the protocol buffer, whose lengths must add up to the file's: finds cut downloads. */
    private static Optional<String> onnx(InputStream in) throws IOException {
        boolean graph = false;
        try {
            int first;
            while ((first = in.read()) >= 0) {
                long tag = varint(in, first);
                long field = tag >>> 3;
                if (field == 0 || field > 1000) {
                    return Optional.of("is not an ONNX model");
                }
                switch ((int) (tag & 7)) {
                    case 0 -> varint(in, in.read());
                    case 1 -> skip(in, Long.BYTES);
                    case 2 -> {
                        graph |= field == 7;
                        skip(in, varint(in, in.read()));
                    }
                    case 5 -> skip(in, Integer.BYTES);
                    default -> {
                        return Optional.of("is not an ONNX model");
                    }
                }
            }
        } catch (EOFException e) {
            return Optional.of(
                    graph ? "is cut short; copy it again" : "is cut short or is not an ONNX model; copy it again");
        }
        return graph ? Optional.empty() : Optional.of("is not an ONNX model: it holds no graph");
    }

    private static Optional<String> torchScript(BufferedInputStream in) throws IOException {
        in.mark(2);
        byte[] head = in.readNBytes(2);
        in.reset();
        return head.length == 2 && head[0] == 'P' && head[1] == 'K'
                ? Optional.empty()
                : Optional.of("is not a TorchScript archive; write it with torch.jit.trace and save");
    }

    private static long varint(InputStream in, int first) throws IOException {
        long value = 0;
        int next = first;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (next < 0) {
                throw new EOFException();
            }
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
            next = in.read();
        }
        return value;
    }

    /** Skips, and reads the last byte, since file streams skip beyond their end without a word. */
    private static void skip(InputStream in, long bytes) throws IOException {
        if (bytes < 0) {
            throw new EOFException();
        }
        if (bytes > 0) {
            in.skipNBytes(bytes - 1);
            if (in.read() < 0) {
                throw new EOFException();
            }
        }
    }

    private static String prefix(@Nullable String hex) {
        return hex == null ? "none" : hex.substring(0, Math.min(SHOWN_DIGITS, hex.length())) + "...";
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
