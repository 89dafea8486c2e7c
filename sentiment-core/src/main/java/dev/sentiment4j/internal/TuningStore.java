package dev.sentiment4j.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.sentiment4j.batch.TuningProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Findings of sweeps in a directory, one small JSON file each. Trouble with files is told and got over. */
final class TuningStore {
    private static final Logger log = LoggerFactory.getLogger(TuningStore.class);
    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().create();

    private final Path file;
    private final String subject;

    /**
     * The place for one finding.
     *
     * @param model the model's name, for people who look into the directory
     * @param subject everything that the finding depends on; written into the file and compared when it is read
     */
    TuningStore(Path directory, String model, String subject) {
        this.subject = subject;
        this.file = directory.resolve(model.replaceAll("[^A-Za-z0-9.-]", "_") + "-" + shortHash(subject) + ".json");
    }

    /** What is written, with fields that may be missing from a file that somebody edited. */
    private static final class Entry {
        private @Nullable String subject;
        private int lanes;
        private int intraOpThreads;
        private int maxBatchTokens;
        private int callOverheadTokens;
        private @Nullable List<TuningProfile.Point> points;
    }

    Optional<TuningProfile> read() {
        try {
            Entry entry = JSON.fromJson(Files.readString(file, StandardCharsets.UTF_8), Entry.class);
            if (entry == null
                    || !Objects.equals(entry.subject, subject)
                    || entry.lanes < 1
                    || entry.intraOpThreads < 1
                    || entry.maxBatchTokens < 1
                    || entry.callOverheadTokens < 1
                    || entry.points == null) {
                log.warn("{} does not hold the tuning of this model; it is measured again", file);
                return Optional.empty();
            }
            return Optional.of(new TuningProfile(
                    entry.lanes,
                    entry.intraOpThreads,
                    entry.maxBatchTokens,
                    entry.callOverheadTokens,
                    true,
                    entry.points));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JsonParseException e) {
            log.warn("{} cannot be read; the tuning is measured again", file, e);
            return Optional.empty();
        }
    }

    void write(TuningProfile profile) {
        Entry entry = new Entry();
        entry.subject = subject;
        entry.lanes = profile.lanes();
        entry.intraOpThreads = profile.intraOpThreads();
        entry.maxBatchTokens = profile.maxBatchTokens();
        entry.callOverheadTokens = profile.callOverheadTokens();
        entry.points = profile.points();
        try {
            Path directory = Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Path written = Files.createTempFile(directory, "tuning", ".tmp");
            try {
                Files.writeString(written, JSON.toJson(entry), StandardCharsets.UTF_8);
                move(written);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            log.warn("{} cannot be written; the next start measures the tuning again", file, e);
        }
    }

    /** All or nothing, so that another process that starts right now never reads half a file. */
    private void move(Path written) throws IOException {
        try {
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String shortHash(String subject) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
