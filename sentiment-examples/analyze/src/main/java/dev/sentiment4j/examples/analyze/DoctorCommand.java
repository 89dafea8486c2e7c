package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.VerificationReport;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.batch.TuningProfile;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.spi.ModelProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: whether everything that an analysis needs is there and well. */
@Command(
        name = "doctor",
        sortOptions = false,
        description = "Check the installation: machine, engine, model, threads, speed. Exit code 3 if anything failed.")
final class DoctorCommand implements Callable<Integer> {
    private static final String SAMPLE = "The new update is out, and I have to say: best one so far, thank you @team!";
    private static final int WARM_UPS = 5;
    private static final int MEASURED = 21;

    private final Environment environment;

    @Option(names = "--tune", description = "Measure which threads and batches suit the model; takes some seconds.")
    private boolean tune;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    DoctorCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        AnalyzerFactory.ModelChoice choice = tune ? model.choice().tunedNow() : model.choice();
        CheckPrinter printer = new CheckPrinter(environment);
        List<Check> all = new ArrayList<>();
        // Printed block by block: if a native library takes the process down, what was found is on the screen.
        for (Block block : List.<Block>of(
                new Block("machine", Machine::checks),
                new Block("class path", this::classPath),
                new Block("model", () -> golden(choice)),
                new Block("at work", () -> atWork(choice)))) {
            List<Check> checks = guarded(block);
            printer.print(block.title(), checks);
            all.addAll(checks);
        }
        long failed =
                all.stream().filter(c -> c.status() == Check.Status.FAILED).count();
        long warnings =
                all.stream().filter(c -> c.status() == Check.Status.WARNING).count();
        environment.print(String.format(
                Locale.ROOT,
                "%n%s%n",
                failed > 0
                        ? Verdict.count(failed, "check") + " failed"
                        : warnings > 0 ? "works, with " + Verdict.count(warnings, "warning") : "all is well"));
        return CheckPrinter.exitCode(all);
    }

    /** A block of checks. */
    private record Block(String title, Callable<List<Check>> checks) {}

    /** Words of the last line. */
    private static final class Verdict {
        static String count(long n, String unit) {
            return n + " " + unit + (n == 1 ? "" : "s");
        }
    }

    private List<Check> guarded(Block block) {
        try {
            return block.checks().call();
        } catch (SentimentException | CliException e) {
            trace(e);
            return List.of(Check.failed(
                    block.title().equals("model") ? "load" : block.title(),
                    String.valueOf(e.getMessage()),
                    "the message names the remedy; --stacktrace shows more"));
        } catch (LinkageError e) {
            trace(e);
            return List.of(Check.failed(
                    "natives",
                    "a native library or class is missing: " + e.getMessage(),
                    "use a 64-bit JVM on Linux with glibc, macOS or Windows, and a temporary directory that is "
                            + "writable and allows execution"));
        } catch (Exception e) {
            trace(e);
            return List.of(Check.failed(block.title(), e.toString(), "--stacktrace shows where"));
        }
    }

    private void trace(Throwable e) {
        if (ErrorHandler.isVerbose(spec.commandLine().getParseResult())) {
            e.printStackTrace(environment.err());
        }
    }

    private List<Check> classPath() {
        Catalog catalog = environment.catalog().get();
        List<Check> checks = new ArrayList<>();
        String engines =
                catalog.backends().stream().map(InferenceBackendProvider::name).collect(Collectors.joining(", "));
        checks.add(
                engines.isEmpty()
                        ? Check.failed("engines", "none found", "add sentiment-onnx to the class path")
                        : Check.ok("engines", engines));
        List<ModelProvider> defaults =
                catalog.models().stream().filter(ModelProvider::isDefault).toList();
        String models = catalog.models().stream()
                .map(m -> m.id() + (m.isDefault() ? " (default)" : "") + " from "
                        + m.source().description())
                .collect(Collectors.joining("\n"));
        if (models.isEmpty()) {
            checks.add(Check.warning("models", "none found", "name a directory with --model, or add sentiment-onnx"));
        } else if (defaults.size() > 1) {
            checks.add(Check.warning("models", models, "more than one calls itself the default; choose with --model"));
        } else {
            checks.add(Check.ok("models", models));
        }
        catalog.problems()
                .forEach(p -> checks.add(Check.failed(
                        "providers", p, "remove the artifact that brings it, or align its version with the others")));
        return checks;
    }

    private List<Check> golden(AnalyzerFactory.ModelChoice choice) {
        VerificationReport report = environment.analyzers().verify(choice, null);
        List<Check> checks = new ArrayList<>();
        AnalyzerInfo info = report.info();
        checks.add(Check.ok("bundle", info.model() + " from " + info.origin()));
        checks.add(Check.ok(
                "heads",
                info.heads().stream().map(h -> h.name() + " " + h.labels()).collect(Collectors.joining("\n"))));
        checks.add(Check.ok(
                "texts",
                "profile " + info.profile() + ", up to " + info.maxTokens() + " tokens, longer ones: "
                        + info.longText()));
        checks.addAll(Verification.checks(report));
        return checks;
    }

    private List<Check> atWork(AnalyzerFactory.ModelChoice choice) {
        List<Check> checks = new ArrayList<>();
        long start = System.nanoTime();
        try (SentimentAnalyzer analyzer = environment.analyzers().open(choice, new AnalyzerListener() {})) {
            long loaded = System.nanoTime();
            AnalyzerInfo info = analyzer.info();
            checks.add(Check.ok(
                    "natives",
                    info.backend().engine() + " on " + info.backend().device() + ", loaded in "
                            + (loaded - start) / 1_000_000 + " ms"));
            for (String note : info.backend().notes()) {
                checks.add(Check.warning("engine", note, ""));
            }
            checks.add(
                    info.backend().batchInvariant()
                            ? Check.ok("batches", "a text's answer does not depend on its batch")
                            : Check.warning(
                                    "batches",
                                    "this graph's answers depend on the other texts of a batch (dynamic int8)",
                                    "use the fp32 or fp16 file of the model, or accept it"));
            ThreadPlan threads = info.threads();
            checks.add(
                    (long) threads.lanes() * threads.intraOpThreads() <= threads.processors()
                            ? Check.ok("threads", threads.toString())
                            : Check.warning("threads", threads + ": more threads than processors", "lower --lanes"));
            checks.add(batches(info));
            checks.add(Check.ok(
                    "one text",
                    String.format(Locale.ROOT, "%.1f ms (median of %d)", median(analyzer) / 1e6, MEASURED)));
        }
        return checks;
    }

    /** The limits in effect, and what was measured for them. */
    private static Check batches(AnalyzerInfo info) {
        BatchOptions options = info.batching();
        StringBuilder said = new StringBuilder(String.format(
                Locale.ROOT,
                "up to %d texts and %d tokens, a call costs as much as %d tokens",
                options.maxBatchSize(),
                options.maxBatchTokens(),
                options.callOverheadTokens()));
        info.tuning().ifPresent(tuning -> {
            said.append(tuning.remembered() ? "; measured earlier:" : "; measured now:");
            for (TuningProfile.Point point : tuning.points()) {
                said.append(String.format(
                        Locale.ROOT,
                        "%n%d x %d threads, %5d tokens: %6.0f tokens/s",
                        point.lanes(),
                        point.intraOpThreads(),
                        point.batchTokens(),
                        point.tokensPerSecond()));
            }
        });
        return Check.ok("limits", said.toString());
    }

    private static long median(SentimentAnalyzer analyzer) {
        // The index keeps a cache, should there be one, from answering.
        for (int i = 0; i < WARM_UPS; i++) {
            analyzer.analyze(SAMPLE + " w" + i);
        }
        long[] nanos = new long[MEASURED];
        for (int i = 0; i < MEASURED; i++) {
            long start = System.nanoTime();
            analyzer.analyze(SAMPLE + " " + i);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[MEASURED / 2];
    }
}
