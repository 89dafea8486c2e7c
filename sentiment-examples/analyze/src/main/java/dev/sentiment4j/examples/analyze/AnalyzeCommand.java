package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.examples.analyze.io.InputFormat;
import dev.sentiment4j.examples.analyze.io.JsonRowWriter;
import dev.sentiment4j.examples.analyze.io.OutputFormat;
import dev.sentiment4j.examples.analyze.io.OutputTarget;
import dev.sentiment4j.examples.analyze.io.ResultColumns;
import dev.sentiment4j.examples.analyze.io.Row;
import dev.sentiment4j.examples.analyze.io.RowReader;
import dev.sentiment4j.examples.analyze.io.RowWriter;
import dev.sentiment4j.examples.analyze.io.TableWriter;
import dev.sentiment4j.examples.analyze.io.TextRows;
import dev.sentiment4j.examples.analyze.terminal.Card;
import dev.sentiment4j.examples.analyze.terminal.Palette;
import dev.sentiment4j.examples.analyze.terminal.Printable;
import dev.sentiment4j.examples.analyze.terminal.Progress;
import dev.sentiment4j.examples.analyze.terminal.Shares;
import dev.sentiment4j.examples.analyze.terminal.TableRowWriter;
import dev.sentiment4j.model.HeadSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code analyze}: texts of the command, lines of standard input, or the rows of a file. */
@Command(
        name = "analyze",
        sortOptions = false,
        description = "Say how the authors of texts feel.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sentiment analyze \"I love this phone!\"",
            "  sentiment analyze --input posts.csv --text-column body --output posts-with-sentiment.csv",
            "  tail -f posts.txt | sentiment analyze --format jsonl",
            "  sentiment analyze -- \"-5 stars\"        a text that begins with a dash",
            "",
            "Rows keep their order and their own columns. A row that cannot be read or analyzed is told with its line "
                    + "number, and the others go on. Blank lines are skipped."
        })
final class AnalyzeCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "Texts to analyze. Default: read standard input.")
    private List<String> texts = List.of();

    @Mixin
    private InputOptions input = new InputOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to a file. Default: standard output.")
    private @Nullable Path output;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "table (for people), jsonl, csv or tsv. Default: what the name of --output says; table on a "
                    + "terminal; else rows come out in the format they came in.")
    private @Nullable OutputFormat format;

    @Option(
            names = "--heads",
            paramLabel = "NAME",
            split = ",",
            description = "Only these answers of the model, such as sentiment,emotion. Default: all.")
    private List<String> heads = List.of();

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress, no summary.")
    private boolean quiet;

    @Mixin
    private ModelOptions model = new ModelOptions();

    AnalyzeCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (!texts.isEmpty() && input.input != null) {
            throw CliException.usage("give texts or --input, not both");
        }
        AnalyzerFactory.ModelChoice choice = model.choice();
        @Nullable InputFormat inputFormat = texts.isEmpty() ? input.format() : null;
        OutputFormat written = format != null
                ? format
                : OutputFormat.choose(
                        output, output == null && environment.terminal().out(), inputFormat);
        boolean interactive =
                texts.isEmpty() && !input.isFile() && environment.terminal().in();
        OutputTarget target = target();
        try (RowReader reader = texts.isEmpty() ? input.open(environment) : new TextRows(texts);
                Progress progress = progress(interactive);
                SentimentAnalyzer analyzer = environment.analyzers().open(choice, progress)) {
            List<HeadSpec> specs = wanted(analyzer.info());
            if (interactive) {
                environment.say("Type a text and press Enter; Ctrl-D ends.");
            }
            try (target) {
                target.begin();
                return run(reader, analyzer, specs, target, written, progress, interactive);
            }
        } catch (IOException e) {
            throw failedWrite(e, -1);
        } finally {
            closeQuietly(target);
        }
    }

    private Integer run(
            RowReader reader,
            SentimentAnalyzer analyzer,
            List<HeadSpec> specs,
            OutputTarget target,
            OutputFormat written,
            Progress progress,
            boolean interactive)
            throws IOException {
        boolean cards = written == OutputFormat.table
                && output == null
                && ((interactive && environment.terminal().out()) || texts.size() == 1);
        Sink sink = new Sink(
                target, writer(target.writer(), written, cards, interactive, reader, specs), specs, progress, reader);
        AnalysisOptions options = heads.isEmpty()
                ? AnalysisOptions.defaults()
                : AnalysisOptions.defaults().withHeads(Set.copyOf(heads));
        long start = System.nanoTime();
        try {
            new BulkRun(reader, progress, size()).run(analyzer, options, input.isFile(), sink);
            target.writer().flush();
        } catch (UncheckedIOException e) {
            return stopped(Objects.requireNonNull(e.getCause()), sink);
        } catch (InterruptedException e) {
            progress.finish();
            flush(target);
            environment.say(String.format(
                    Locale.ROOT, "interrupted after %,d rows; what was done is %s", sink.safe, whereabouts()));
            return ExitCode.INTERRUPTED;
        } catch (IOException e) {
            if (OutputTarget.isBrokenPipe(e)) {
                return ExitCode.DONE;
            }
            flush(target);
            throw CliException.environment(
                    "the input broke after " + sink.safe + " rows: " + e.getMessage() + "; what was done is "
                            + whereabouts(),
                    e);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        progress.finish();
        sink.failures.finish();
        if (sink.writer instanceof TableWriter table) {
            table.losses().forEach(loss -> environment.say("note: " + loss));
        }
        if (input.input != null && !quiet) {
            Palette palette = environment.terminal().errPalette();
            environment.err().println();
            environment.err().print(sink.shares.summary(palette, seconds, reader.blankLines()));
            environment.err().flush();
        }
        return sink.failures.count() > 0 ? ExitCode.SOME_ROWS_FAILED : ExitCode.DONE;
    }

    private RowWriter writer(
            Writer out,
            OutputFormat written,
            boolean cards,
            boolean interactive,
            RowReader reader,
            List<HeadSpec> specs)
            throws IOException {
        boolean seen = output == null && environment.terminal().out();
        Palette palette = output == null ? environment.terminal().outPalette() : new Palette(false);
        int columns = environment.terminal().columns();
        if (cards) {
            Card card = new Card(palette, columns);
            return (row, result, error) -> {
                if (result != null) {
                    out.write(interactive ? "\n" + card.of(result) + "\n" : card.of(text(row), result) + "\n");
                }
            };
        }
        Writer safe = seen ? Printable.writer(out) : out;
        return switch (written) {
            case table -> new TableRowWriter(out, palette, seen ? columns : 0, specs);
            case jsonl -> new JsonRowWriter(safe);
            case csv, tsv -> {
                ResultColumns columnsOfResult = new ResultColumns(specs, TableWriter.ownColumns(reader));
                columnsOfResult.renamed().forEach(r -> environment.say("note: " + r));
                yield new TableWriter(
                        safe, written == OutputFormat.tsv, input.delimiter, reader.columns(), columnsOfResult);
            }
        };
    }

    private static String text(Row row) {
        return row.text() == null ? "" : row.text();
    }

    /** The heads that results will have, in the model's order. */
    private List<HeadSpec> wanted(AnalyzerInfo info) {
        if (heads.isEmpty()) {
            return info.heads();
        }
        List<String> names = info.heads().stream().map(HeadSpec::name).toList();
        List<String> unknown = heads.stream().filter(h -> !names.contains(h)).toList();
        if (!unknown.isEmpty()) {
            throw CliException.usage("--heads " + String.join(",", unknown) + ": model " + info.model() + " has only "
                    + String.join(", ", names));
        }
        return info.heads().stream().filter(h -> heads.contains(h.name())).toList();
    }

    private Progress progress(boolean interactive) {
        boolean rowsAreSeen = output == null && environment.terminal().out();
        boolean visible = environment.terminal().err() && texts.isEmpty() && !interactive && !rowsAreSeen && !quiet;
        return new Progress(environment.err(), visible, environment.terminal().columns());
    }

    private OutputTarget target() {
        if (output == null) {
            return OutputTarget.standard(environment.out());
        }
        Path file = output;
        try {
            if (input.isFile() && input.input != null && Files.exists(file) && Files.isSameFile(input.input, file)) {
                throw CliException.usage("--output is the input itself; name another file");
            }
            return OutputTarget.file(file);
        } catch (IOException e) {
            throw CliException.environment(
                    file + " cannot be written: " + e.getMessage()
                            + "; name a file in a directory that you may write to",
                    e);
        }
    }

    private long size() {
        try {
            return input.isFile() && input.input != null ? Files.size(input.input) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    private Integer stopped(IOException e, Sink sink) {
        if (OutputTarget.isBrokenPipe(e)) {
            // Whoever reads us, such as head, has seen enough.
            return ExitCode.DONE;
        }
        throw failedWrite(e, sink.safe);
    }

    private CliException failedWrite(IOException e, long safe) {
        String where = output == null ? "standard output" : output.toString();
        String kept = safe < 0 ? "" : String.format(Locale.ROOT, "; the first %,d rows are kept", safe);
        return CliException.environment(where + " cannot be written: " + e.getMessage() + kept, e);
    }

    private String whereabouts() {
        return output == null ? "on standard output" : "in " + output;
    }

    private static void flush(OutputTarget target) {
        try {
            target.writer().flush();
        } catch (IOException e) {
            // The failure that brought us here is the one to tell.
        }
    }

    private static void closeQuietly(OutputTarget target) {
        try {
            target.close();
        } catch (IOException e) {
            // Closed before with its failure told; this is the way out after another failure.
        }
    }

    /** Writes, counts and tells. */
    private static final class Sink implements BulkRun.Sink {
        private final OutputTarget target;
        private final RowWriter writer;
        private final Shares shares;
        private final FailureLog failures;
        private long rows;
        private long safe;

        Sink(OutputTarget target, RowWriter writer, List<HeadSpec> specs, Progress progress, RowReader reader) {
            this.target = target;
            this.writer = writer;
            this.shares = new Shares(specs);
            this.failures = new FailureLog(progress::say, reader.unit());
        }

        @Override
        public void accept(Row row, @Nullable SentimentResult result, @Nullable String error) {
            try {
                writer.write(row, result, error);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            rows++;
            if (result != null) {
                shares.add(result);
            } else {
                shares.addFailure();
                failures.add(row.number(), error == null ? "not analyzed" : error);
            }
        }

        @Override
        public void chunkDone() {
            try {
                target.writer().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            safe = rows;
        }
    }
}
