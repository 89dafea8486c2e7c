package dev.sentiment4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of this process at one moment, in bytes.
 *
 * @param rss resident memory; 0 where the system has no {@code /proc/self/status}
 * @param rssAnon the part of it that no file backs
 * @param heapUsed Java objects, dead ones included until they are collected
 * @param nativeEstimate what is resident beyond the memory that the JVM has reserved for heap and classes: engines,
 *     buffers, stacks. Too low by what the JVM has reserved and never touched, so compare it within one run only
 */
public record Memory(long rss, long rssAnon, long heapUsed, long nativeEstimate) {
    private static final Path STATUS = Path.of("/proc/self/status");

    /** Looks. */
    public static Memory now() {
        MemoryMXBean bean = ManagementFactory.getMemoryMXBean();
        List<String> status = status();
        long anon = field(status, "RssAnon");
        long reserved = bean.getHeapMemoryUsage().getCommitted()
                + bean.getNonHeapMemoryUsage().getCommitted();
        return new Memory(
                field(status, "VmRSS"), anon, bean.getHeapMemoryUsage().getUsed(), Math.max(0, anon - reserved));
    }

    /** A line such as "VmRSS: 123456 kB", in bytes; 0 if there is none. */
    static long field(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    private static List<String> status() {
        try {
            return Files.exists(STATUS) ? Files.readAllLines(STATUS, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STATUS, e);
        }
    }
}
