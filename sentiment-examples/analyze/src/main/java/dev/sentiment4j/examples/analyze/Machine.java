package dev.sentiment4j.examples.analyze;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the machine and its JVM offer. */
final class Machine {
    private static final int OLDEST_JAVA = 17;
    private static final long LITTLE_HEAP = 256L << 20;

    private Machine() {}

    static List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        int feature = Runtime.version().feature();
        String jvm = "Java " + System.getProperty("java.version") + ", " + System.getProperty("java.vm.name") + ", "
                + System.getProperty("java.vendor");
        checks.add(
                feature >= OLDEST_JAVA
                        ? Check.ok("JVM", jvm)
                        : Check.failed("JVM", jvm, "use Java " + OLDEST_JAVA + " or later"));
        checks.add(Check.ok(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " on "
                        + System.getProperty("os.arch")));
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            checks.add(libc());
        }
        checks.add(Check.ok("processors", Runtime.getRuntime().availableProcessors() + " usable by this JVM"));
        checks.add(heap(Runtime.getRuntime().maxMemory()));
        checks.add(temporaryDirectory(Path.of(System.getProperty("java.io.tmpdir", "/tmp"))));
        return checks;
    }

    static Check heap(long bytes) {
        String detail = "at most " + (bytes >> 20) + " MiB";
        return bytes >= LITTLE_HEAP
                ? Check.ok("heap", detail)
                : Check.warning("heap", detail, "give the JVM more, such as SENTIMENT_JAVA_OPTS=-Xmx512m");
    }

    private static Check libc() {
        try {
            if (isMusl()) {
                return Check.failed(
                        "libc",
                        "musl",
                        "the engines' native libraries need glibc; use a Debian- or Ubuntu-based image");
            }
        } catch (IOException e) {
            return Check.warning("libc", "unknown: " + e.getMessage(), "");
        }
        return glibcVersion()
                .map(version -> Check.ok("libc", version))
                .orElseGet(() -> Check.ok("libc", "glibc, version not told"));
    }

    /** Which loader this very process runs on. */
    private static boolean isMusl() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        if (!Files.isReadable(maps)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(maps, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> line.contains("ld-musl"));
        }
    }

    private static Optional<String> glibcVersion() {
        Process process = null;
        try {
            process = new ProcessBuilder("getconf", "GNU_LIBC_VERSION")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                return Optional.empty();
            }
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
                String line = out.readLine();
                return line == null || line.isBlank() ? Optional.empty() : Optional.of(line.strip());
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            if (process != null) {
                process.destroy();
            }
        }
    }

    /** Engines unpack their native libraries there. */
    static Check temporaryDirectory(Path directory) {
        String remedy = "name another with SENTIMENT_JAVA_OPTS=-Djava.io.tmpdir=DIR";
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            return Check.failed("temporary files", directory + " is not a writable directory", remedy);
        }
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            if (free < (200L << 20)) {
                return Check.warning("temporary files", directory + ": only " + (free >> 20) + " MiB left", remedy);
            }
            if (isNoExec(directory)) {
                return Check.warning("temporary files", directory + " does not allow execution", remedy);
            }
        } catch (IOException e) {
            return Check.warning("temporary files", directory + ": " + e.getMessage(), remedy);
        }
        return Check.ok("temporary files", directory + " is writable");
    }

    private static boolean isNoExec(Path directory) throws IOException {
        Path mounts = Path.of("/proc/self/mounts");
        if (!Files.isReadable(mounts)) {
            return false;
        }
        Path real = directory.toRealPath();
        int best = -1;
        boolean noExec = false;
        for (String line : Files.readAllLines(mounts, StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split(" ", -1);
            if (fields.length < 4) {
                continue;
            }
            Path mount = Path.of(fields[1].replace("\\040", " "));
            if (real.startsWith(mount) && mount.getNameCount() >= best) {
                best = mount.getNameCount();
                noExec = List.of(fields[3].split(",", -1)).contains("noexec");
            }
        }
        return noExec;
    }
}
