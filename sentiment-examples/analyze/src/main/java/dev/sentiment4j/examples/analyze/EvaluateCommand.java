package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.examples.analyze.evaluate.Calibration;
import dev.sentiment4j.examples.analyze.evaluate.Confusion;
import dev.sentiment4j.examples.analyze.evaluate.Evaluation;
import dev.sentiment4j.examples.analyze.evaluate.EvaluationPlot;
import dev.sentiment4j.examples.analyze.evaluate.LabelMap;
import dev.sentiment4j.examples.analyze.io.InputException;
import dev.sentiment4j.examples.analyze.io.ResultJson;
import dev.sentiment4j.examples.analyze.io.Row;
import dev.sentiment4j.examples.analyze.io.RowReader;
import dev.sentiment4j.examples.analyze.io.Rows;
import dev.sentiment4j.examples.analyze.terminal.Printable;
import dev.sentiment4j.examples.analyze.terminal.Progress;
import dev.sentiment4j.model.HeadSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate}: how well the model agrees with labels that people gave. */
@Command(
        name = "evaluate",
        sortOptions = false,
        description = "Compare the model with labels that people gave.",
        footerHeading = "%nWhat the figures mean:%n",
        footer = {
            "  accuracy      share of texts that got the label people gave",
            "  recall        of a label: the share of its texts that were found",
            "  precision     of a label: the share of its findings that were right",
            "  F1            of a label: 2 x precision x recall / (precision + recall)",
            "  macro recall, macro F1: plain means over the labels that people used",
            "  ECE           distance of confidence from the share of right answers, over 15 bins",
            "",
            "Example:",
            "  sentiment evaluate --input validation.tsv --label-column label --plot validation.png"
        })
final class EvaluateCommand implements Callable<Integer> {
    /** How results are told. */
    enum ReportFormat {
        table,
        json
    }

    private final Environment environment;

    @Mixin
    private InputOptions input = new InputOptions();

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            required = true,
            description = "The column or key that holds people's label: negative, neutral or positive, in any case.")
    private String labelColumn = "";

    @Option(
            names = "--label-map",
            paramLabel = "NAME=LABEL",
            split = ",",
            description = "What other names stand for, such as 0=negative,1=neutral,2=positive.")
    private Map<String, String> labelMap = Map.of();

    @Option(
            names = "--plot",
            paramLabel = "FILE.png",
            description = "Draw the confusion matrix beside a reliability diagram.")
    private @Nullable Path plot;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table (for people) or json. Default: ${DEFAULT-VALUE}.")
    private ReportFormat format = ReportFormat.table;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    @Mixin
    private ModelOptions model = new ModelOptions();

    EvaluateCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (input.input == null) {
            throw CliException.usage("name the labelled texts with --input FILE, or --input - for standard input");
        }
        Path source = input.input;
        LabelMap labels = labels();
        checkPlot();
        boolean visible = environment.terminal().err() && !quiet;
        try (RowReader rows = input.open(environment);
                GoldRows gold = new GoldRows(rows, labelColumn, labels);
                Progress progress = new Progress(
                        environment.err(), visible, environment.terminal().columns());
                SentimentAnalyzer analyzer = environment.analyzers().open(model.choice(), progress)) {
            if (analyzer.info().heads().stream().noneMatch(HeadSpec::isSentiment)) {
                throw CliException.environment(
                        "model " + analyzer.info().model()
                                + " has no sentiment to compare; choose another with --model",
                        null);
            }
            Counting sink = new Counting(labels, gold.column, new FailureLog(progress::say, rows.unit()));
            long bytes = input.isFile() ? Files.size(source) : -1;
            new BulkRun(gold, progress, bytes).run(analyzer, AnalysisOptions.defaults(), input.isFile(), sink);
            progress.finish();
            sink.failures.finish();
            Path name = source.getFileName();
            Evaluation evaluation = new Evaluation(
                    input.isStandardInput() ? "standard input" : String.valueOf(name),
                    analyzer.info().model().toString(),
                    sink.failures.count(),
                    sink.confusion,
                    sink.calibration);
            return tell(evaluation, gold);
        } catch (InputException e) {
            throw CliException.usage(source + ": " + e.getMessage());
        } catch (InterruptedException e) {
            environment.say("interrupted; there is nothing to tell before the end");
            return ExitCode.INTERRUPTED;
        } catch (IOException e) {
            throw CliException.environment(source + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Integer tell(Evaluation evaluation, GoldRows gold) {
        if (evaluation.confusion().total() == 0) {
            throw CliException.usage(
                    gold.unknown.isEmpty()
                            ? "there is no row to evaluate"
                            : "no row has a label that is known; column '" + labelColumn + "' holds "
                                    + String.join(", ", gold.unknown)
                                    + ". Say what they stand for, such as --label-map "
                                    + gold.unknown.iterator().next().replace("'", "")
                                    + "=negative");
        }
        String report = format == ReportFormat.json
                ? ResultJson.line(evaluation.json()) + "\n"
                : evaluation.report(environment.terminal().outPalette());
        environment.print(report);
        if (plot != null) {
            draw(evaluation, plot);
        }
        return evaluation.skipped() > 0 ? ExitCode.SOME_ROWS_FAILED : ExitCode.DONE;
    }

    private void draw(Evaluation evaluation, Path file) {
        try {
            EvaluationPlot.write(evaluation, file);
            environment.say("picture: " + file);
        } catch (IOException e) {
            throw CliException.environment(file + " cannot be written: " + e.getMessage(), e);
        } catch (LinkageError | NullPointerException e) {
            // What a JVM throws where its machine has no font, or no font library.
            throw CliException.environment(
                    "the picture cannot be drawn, as this machine has no fonts for Java; install fontconfig and a "
                            + "font such as DejaVu (Debian: apt install fontconfig fonts-dejavu-core)",
                    e);
        }
    }

    private void checkPlot() {
        if (plot == null) {
            return;
        }
        Path parent = plot.toAbsolutePath().getParent();
        if (Files.isDirectory(plot)) {
            throw CliException.usage("--plot " + plot + " is a directory; name a file, such as evaluation.png");
        }
        if (parent == null || !Files.isWritable(Files.exists(plot) ? plot : parent)) {
            throw CliException.environment(
                    "--plot " + plot + " cannot be written; name a file in a directory that you may write to", null);
        }
    }

    private LabelMap labels() {
        try {
            return new LabelMap(labelMap);
        } catch (IllegalArgumentException e) {
            throw CliException.usage("--label-map: " + e.getMessage());
        }
    }

    /** Rows whose label is unknown become rows with a problem, so that they cost no inference. */
    private static final class GoldRows implements RowReader {
        private static final int MOST_NAMED = 10;

        private final RowReader rows;
        private final String column;
        private final LabelMap labels;
        private final Set<String> unknown = new TreeSet<>();

        GoldRows(RowReader rows, String column, LabelMap labels) throws InputException {
            this.rows = rows;
            this.labels = labels;
            if (rows.columns().isEmpty()) {
                throw new InputException("has no columns, hence no labels; use a csv, tsv or jsonl file");
            }
            this.column =
                    rows.columns().get(Rows.column(rows.columns(), column, "--label-column", "as they are named"));
        }

        @Override
        public @Nullable Row next() throws IOException {
            Row row = rows.next();
            if (row == null || row.problem() != null) {
                return row;
            }
            String name = row.field(column);
            if (name == null) {
                return row.failed("has no '" + column + "'");
            }
            if (labels.of(name).isPresent()) {
                return row;
            }
            synchronized (unknown) {
                if (unknown.size() < MOST_NAMED) {
                    unknown.add("'" + Printable.oneLine(name) + "'");
                }
            }
            return row.failed("label '" + name + "' is not negative, neutral or positive; --label-map can say what it "
                    + "stands for");
        }

        @Override
        public List<String> columns() {
            return rows.columns();
        }

        @Override
        public long bytesRead() {
            return rows.bytesRead();
        }

        @Override
        public void close() {
            // the inner reader is closed by who opened it
        }
    }

    /** Counts answers. */
    private static final class Counting implements BulkRun.Sink {
        private final LabelMap labels;
        private final String column;
        private final FailureLog failures;
        private final Confusion confusion = new Confusion();
        private final Calibration calibration = new Calibration();

        Counting(LabelMap labels, String column, FailureLog failures) {
            this.labels = labels;
            this.column = column;
            this.failures = failures;
        }

        @Override
        public void accept(Row row, @Nullable SentimentResult result, @Nullable String error) {
            String name = row.field(column);
            Optional<SentimentLabel> gold = name == null ? Optional.empty() : labels.of(name);
            if (result == null || gold.isEmpty()) {
                failures.add(row.number(), error == null ? "not analyzed" : error);
                return;
            }
            confusion.add(gold.get(), result.label());
            calibration.add(result.confidence(), result.label() == gold.get());
        }
    }
}
