package dev.sentiment4j.spring;

import dev.sentiment4j.window.SentimentWindows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that keeps open windows over a restart. Written whole, then put in place of the one before: after a crash
 * the old state is there or the new one. A file of its own rather than a checkpoint, as it may be many megabytes.
 */
final class WindowStateFile {
    private static final Logger log = LoggerFactory.getLogger(WindowStateFile.class);

    private final Path file;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private long savedAt;

    WindowStateFile(Path file, Duration interval, LongSupplier nanoTime) {
        this.file = file.toAbsolutePath();
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
        this.savedAt = nanoTime.getAsLong();
    }

    /**
     * Windows that go on from the file, or new ones where there is none. What is in it and cannot be used, since the
     * windows are others now, is put aside.
     *
     * @throws IllegalStateException if the file cannot be read
     */
    SentimentWindows restore(SentimentWindows.Builder windows) {
        byte[] state;
        try {
            state = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return windows.build();
        } catch (IOException e) {
            throw new IllegalStateException("sentiment.windows.state-file " + file + " cannot be read: " + e, e);
        }
        SentimentWindows fresh = windows.build();
        try {
            return windows.restore(state).build();
        } catch (IllegalArgumentException e) {
            Path aside = file.resolveSibling(file.getFileName() + ".refused");
            log.warn(
                    "open windows begin anew, as {} cannot be used: {}; it is kept as {}", file, e.getMessage(), aside);
            try {
                Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException moving) {
                log.warn("{} could not be kept: {}", file, moving.toString());
            }
            return fresh;
        }
    }

    /** Saves if the interval is over. */
    synchronized void saveIfDue(SentimentWindows windows) {
        if (nanoTime.getAsLong() - savedAt >= intervalNanos) {
            save(windows);
        }
    }

    /** Saves now; what fails is logged, and tried again when it is due. */
    synchronized void save(SentimentWindows windows) {
        savedAt = nanoTime.getAsLong();
        Path written = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(
                    written,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(windows.save());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("open windows could not be saved in {}, which is tried again: {}", file, e.toString());
        }
    }
}
