package dev.sentiment4j.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.benchmarks.rivals.BatchMeter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenLoopTest {
    private final BatchMeter meter = new BatchMeter();
    private final List<String> seen = new ArrayList<>();

    @TempDir
    Path directory;

    private Target target(List<CompletableFuture<String>> answers) {
        AtomicInteger next = new AtomicInteger();
        return new Target(
                "test",
                List.of("a", "b"),
                text -> {
                    seen.add(text);
                    return answers.get(next.getAndIncrement() % answers.size());
                },
                meter);
    }

    @Test
    void run_countsAnswersRefusalsAndFailuresApart() throws Exception {
        LoadReport report = OpenLoop.run(
                target(List.of(
                        CompletableFuture.completedFuture("yes"),
                        CompletableFuture.failedFuture(new OverloadedException("full", 1, 1, Duration.ZERO)),
                        CompletableFuture.failedFuture(new RejectedExecutionException("full")),
                        CompletableFuture.failedFuture(new IllegalStateException("broken")))),
                Arrivals.POISSON,
                0.8,
                4000,
                0.05,
                1);

        int offered = report.offered();
        assertThat(offered).isPositive().isEqualTo(seen.size());
        assertThat(report.completed()).isEqualTo((offered + 3) / 4);
        assertThat(report.rejected()).isEqualTo((offered + 2) / 4 + (offered + 1) / 4);
        assertThat(report.failed()).isEqualTo(offered / 4);
        assertThat(seen.subList(0, 3)).containsExactly("a", "b", "a");
        assertThat(report.arrivals()).isEqualTo("poisson");
    }

    @Test
    void run_countsTimeFromWhenATextWasDue() throws Exception {
        CompletableFuture<String> stalled = new CompletableFuture<>();
        AtomicInteger calls = new AtomicInteger();
        Target target = new Target(
                "test",
                List.of("a"),
                text -> {
                    if (calls.incrementAndGet() == 100) {
                        stalled.complete("all at once");
                    }
                    return stalled;
                },
                meter);

        LoadReport report = OpenLoop.run(target, Arrivals.POISSON, 0.5, 2000, 0.1, 2);

        long[] due = Arrivals.POISSON.draw(2000, 0.1, 2);
        assertThat(report.completed()).isEqualTo(report.offered());
        // The first text waited for the hundredth; the histogram keeps three digits.
        assertThat(report.max()).isGreaterThan((due[99] - due[0]) / 1e6 * 0.999);
    }

    @Test
    void reports_areWrittenAfterEveryRow() throws Exception {
        Path file = directory.resolve("sub").resolve("open-loop.json");
        LoadReports reports = new LoadReports(file, 123);
        reports.add(OpenLoop.run(
                target(List.of(CompletableFuture.completedFuture("yes"))), Arrivals.BURSTY, 1.2, 500, 0.02, 1));

        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        assertThat(json.get("capacity").getAsDouble()).isEqualTo(123);
        assertThat(json.getAsJsonObject("machine").keySet()).contains("processors", "java");
        JsonObject row = json.getAsJsonArray("rows").get(0).getAsJsonObject();
        assertThat(row.keySet())
                .contains(
                        "setup",
                        "arrivals",
                        "load",
                        "offered",
                        "completed",
                        "rejected",
                        "throughput",
                        "p50",
                        "p90",
                        "p99",
                        "p999",
                        "max",
                        "rejectionP99",
                        "paddingWaste",
                        "meanBatch",
                        "peakBefore");
        assertThat(row.get("arrivals").getAsString()).isEqualTo("bursty");
    }
}
