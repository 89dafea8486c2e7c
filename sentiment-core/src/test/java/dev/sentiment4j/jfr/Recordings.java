package dev.sentiment4j.jfr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Real recordings, read back. */
public final class Recordings {
    private Recordings() {}

    /** What a test does while the recorder runs. */
    public interface Action {
        void run() throws Exception;
    }

    /** The library's own events while the action ran, with these settings on top of the defaults. */
    public static List<RecordedEvent> record(Map<String, String> settings, Action action) throws Exception {
        try (Recording recording = new Recording()) {
            recording.setSettings(settings);
            recording.start();
            action.run();
            recording.stop();
            return read(recording);
        }
    }

    public static List<RecordedEvent> record(Action action) throws Exception {
        return record(Map.of(), action);
    }

    private static List<RecordedEvent> read(Recording recording) throws IOException {
        Path file = Files.createTempFile("sentiment", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().startsWith("dev.sentiment4j."))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }
}
