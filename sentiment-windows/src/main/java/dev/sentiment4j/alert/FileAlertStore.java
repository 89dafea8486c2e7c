package dev.sentiment4j.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;

/** A file for each engine, replaced by moving a new one into its place. Thread-safe, for one process. */
public final class FileAlertStore implements AlertStore {
    private final Path directory;

    /** Files in this directory, which is made if it is not there. */
    public FileAlertStore(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    private Path file(String engine) {
        if (!engine.matches("[A-Za-z0-9._-]{1,100}") || engine.startsWith(".")) {
            throw new AlertException(
                    "an engine whose state is in a file must be named with letters, digits, '.', '_' and '-'",
                    null,
                    false);
        }
        return directory.resolve(engine + ".json");
    }

    @Override
    public synchronized Optional<String> load(String engine) {
        try {
            return Optional.of(Files.readString(file(engine)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new AlertException("the state of alerts in " + directory + " cannot be read", e, false);
        }
    }

    @Override
    public synchronized void save(String engine, String state) {
        Path file = file(engine);
        try {
            Files.createDirectories(directory);
            Path fresh = directory.resolve(engine + ".json.new");
            Files.writeString(fresh, state);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AlertException(
                    "the state of alerts cannot be written to " + directory + "; is there space, and may we?", e, true);
        }
    }
}
