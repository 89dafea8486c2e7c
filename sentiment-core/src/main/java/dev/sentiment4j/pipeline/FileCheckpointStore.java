package dev.sentiment4j.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints as files, one a key, in a directory of their own. A save writes a new file beside the old one, has the
 * disk store it, and renames it over the old one, so what has been saved outlives a crash of the machine as far as its
 * disk keeps its word. A file that was cut or changed is noticed by its checksum (SHA-256), and never read as an older
 * place or an empty one.
 *
 * <p>The files are text: a line that names the format, the checksum of what follows, the key, and the rest is what was
 * saved. The file system must be able to replace a file atomically; all local ones do. Thread-safe.
 */
public final class FileCheckpointStore implements CheckpointStore {
    private static final Logger log = LoggerFactory.getLogger(FileCheckpointStore.class);
    private static final String FORMAT = "sentiment4j checkpoint 1";
    private static final String SUFFIX = ".checkpoint";
    private static final int LONGEST_SLUG = 64;

    private final Path directory;

    /**
     * Checkpoints in a directory, which is made when it is first needed.
     *
     * @param directory used for nothing else
     */
    public FileCheckpointStore(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public String name() {
        return "file:" + directory;
    }

    @Override
    public synchronized Optional<String> load(String key) {
        Path file = file(CheckpointStore.requireKey(key));
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("loading checkpoint " + file, e);
        }
        return Optional.of(parse(file, key, bytes));
    }

    @Override
    public synchronized void save(String key, String value) {
        Path file = file(CheckpointStore.requireKey(key));
        byte[] content = (key + "\n" + CheckpointStore.requireValue(value)).getBytes(UTF_8);
        byte[] head = (FORMAT + "\n" + checksum(content) + "\n").getBytes(UTF_8);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        String doing = "saving checkpoint " + file;
        try {
            Files.createDirectories(directory);
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                writeAll(channel, ByteBuffer.wrap(head));
                writeAll(channel, ByteBuffer.wrap(content));
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory();
        } catch (IOException e) {
            throw failure(doing, e);
        }
    }

    @Override
    public synchronized void delete(String key) {
        Path file = file(CheckpointStore.requireKey(key));
        try {
            if (Files.deleteIfExists(file)) {
                syncDirectory();
            }
        } catch (IOException e) {
            throw failure("deleting checkpoint " + file, e);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Without it, the rename itself may be lost with the machine's power. */
    private void syncDirectory() {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open directories, and stores renames by itself.
            log.debug("{} cannot be synchronized", directory, e);
        }
    }

    /** A name that people recognize and every file system tells from others, also where case does not count. */
    private Path file(String key) {
        StringBuilder slug = new StringBuilder();
        for (char c : key.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            slug.append(plain ? c : '-');
            if (slug.length() == LONGEST_SLUG) {
                break;
            }
        }
        return directory.resolve(slug + "-" + checksum(key.getBytes(UTF_8)).substring(0, 32) + SUFFIX);
    }

    private static String parse(Path file, String key, byte[] bytes) {
        String text;
        try {
            text = UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw damaged(file, "it is not UTF-8");
        }
        int formatEnd = text.indexOf('\n');
        if (formatEnd < 0 || !text.startsWith(FORMAT + "\n")) {
            throw damaged(file, "it does not begin with the line \"" + FORMAT + "\"");
        }
        int checksumEnd = text.indexOf('\n', formatEnd + 1);
        if (checksumEnd < 0) {
            throw damaged(file, "it ends in its second line");
        }
        String content = text.substring(checksumEnd + 1);
        if (!text.substring(formatEnd + 1, checksumEnd).equals(checksum(content.getBytes(UTF_8)))) {
            throw damaged(file, "its checksum does not match what it holds");
        }
        if (!content.startsWith(key + "\n")) {
            throw damaged(file, "it belongs to another key");
        }
        return content.substring(key.length() + 1);
    }

    private static CheckpointException damaged(Path file, String why) {
        return CheckpointException.fatal(
                "checkpoint " + file + " is damaged: " + why
                        + "; put back a copy of it, or delete it, and its source begins as if it had never run",
                null);
    }

    private CheckpointException failure(String doing, IOException e) {
        if (e instanceof AccessDeniedException) {
            return CheckpointException.fatal(
                    doing + ": the user may not; let it read and write the directory, or name another one", e);
        }
        // Reading below a file says no more than that something is wrong.
        if (e instanceof FileAlreadyExistsException || Files.isRegularFile(directory)) {
            return CheckpointException.fatal(doing + ": its directory is a file; name another one", e);
        }
        if (e instanceof AtomicMoveNotSupportedException) {
            return CheckpointException.fatal(
                    doing + ": the file system cannot replace a file atomically; name a directory on a local disk", e);
        }
        return CheckpointException.unavailable(
                doing + ": the file system fails (" + e.getClass().getSimpleName()
                        + "); look whether the disk is full, read-only or gone",
                e);
    }

    private static String checksum(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(Objects.requireNonNull(
                            MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "FileCheckpointStore[" + directory + "]";
    }
}
