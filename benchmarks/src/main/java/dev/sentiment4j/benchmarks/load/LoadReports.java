package dev.sentiment4j.benchmarks.load;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The file {@code open-loop.json}, written anew after every row, so that an interrupted run leaves what it has:
 *
 * <pre>
 * {"machine": {"processors": 2, "os": "Linux 6.1", "arch": "amd64", "java": "17.0.15"},
 *  "capacity": 231.4,
 *  "rows": [{"setup": "sentiment4j", "arrivals": "poisson", "load": 0.8, "offered": 3702, ...}, ...]}
 * </pre>
 *
 * {@code capacity} is texts per second of the library with 64 closed-loop callers at the start; the fields of a row are
 * those of {@link LoadReport}. Not thread-safe.
 */
public final class LoadReports {
    private record Contents(Map<String, Object> machine, double capacity, List<LoadReport> rows) {}

    private final Path file;
    private final double capacity;
    private final List<LoadReport> rows = new ArrayList<>();
    private final Gson gson = new GsonBuilder().setPrettyPrinting().create();

    public LoadReports(Path file, double capacity) {
        this.file = file;
        this.capacity = capacity;
    }

    /** Adds a row and writes the file. */
    public void add(LoadReport row) throws IOException {
        rows.add(row);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, gson.toJson(new Contents(machine(), capacity, rows)), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> machine() {
        return Map.of(
                "processors",
                Runtime.getRuntime().availableProcessors(),
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "arch",
                System.getProperty("os.arch"),
                "java",
                System.getProperty("java.version"));
    }
}
