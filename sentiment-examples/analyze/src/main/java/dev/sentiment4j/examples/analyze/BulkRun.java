package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.examples.analyze.io.Row;
import dev.sentiment4j.examples.analyze.io.RowQueue;
import dev.sentiment4j.examples.analyze.io.RowReader;
import dev.sentiment4j.examples.analyze.terminal.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Takes rows from a reader through the analyzer to a sink, in order and in chunks: large enough for good batches, small
 * enough that memory stays bounded and little is lost when the user stops it.
 */
final class BulkRun {
    private static final int CHUNK = 1024;

    private final RowReader reader;
    private final Progress progress;
    private final long inputBytes;

    /** @param inputBytes the size of the input, or -1 where nobody knows; only for the time left */
    BulkRun(RowReader reader, Progress progress, long inputBytes) {
        this.reader = reader;
        this.progress = progress;
        this.inputBytes = inputBytes;
    }

    /** Where rows go. What it throws ends the run. */
    interface Sink {
        /** One of the two is null. */
        void accept(Row row, @Nullable SentimentResult result, @Nullable String error);

        /** Rows up to here are complete; whatever is buffered should be put to safety. */
        default void chunkDone() {}
    }

    /**
     * Runs to the end of the input.
     *
     * @param patient whether to wait for full chunks, as suits a file, or to answer each row as it comes
     * @throws IOException if the input cannot be read any further; all rows before that are done
     * @throws InterruptedException if the user wants it to stop; all chunks before that are done
     */
    void run(SentimentAnalyzer analyzer, AnalysisOptions options, boolean patient, Sink sink)
            throws IOException, InterruptedException {
        try (RowQueue queue = new RowQueue(reader, 2 * CHUNK)) {
            while (true) {
                List<Row> rows = queue.take(CHUNK, patient);
                if (rows.isEmpty()) {
                    return;
                }
                estimate(queue);
                chunk(analyzer, options, rows, sink);
                progress.chunkDone(rows.size());
                sink.chunkDone();
            }
        }
    }

    private void chunk(SentimentAnalyzer analyzer, AnalysisOptions options, List<Row> rows, Sink sink)
            throws InterruptedException {
        List<String> texts = new ArrayList<>(rows.size());
        for (Row row : rows) {
            if (row.problem() == null && row.text() != null) {
                texts.add(row.text());
            }
        }
        progress.chunkStarted(texts.size());
        Iterator<AnalysisOutcome> outcomes = analyze(analyzer, options, texts).iterator();
        for (Row row : rows) {
            if (row.problem() != null || row.text() == null) {
                sink.accept(row, null, row.problem() == null ? "has no text" : row.problem());
                continue;
            }
            AnalysisOutcome outcome = outcomes.next();
            sink.accept(
                    row,
                    outcome.result().orElse(null),
                    outcome.failure().map(BulkRun::reason).orElse(null));
        }
    }

    private static List<AnalysisOutcome> analyze(
            SentimentAnalyzer analyzer, AnalysisOptions options, List<String> texts) throws InterruptedException {
        if (texts.isEmpty()) {
            return List.of();
        }
        try {
            return analyzer.analyzeAll(texts, options);
        } catch (CancellationException e) {
            // The flag is cleared with the exception that takes its place.
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException("interrupted while analyzing");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private static String reason(SentimentException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** A file's rows are of similar size, so its bytes tell how many there will be. */
    private void estimate(RowQueue queue) {
        long read = queue.rowsRead();
        if (queue.isComplete()) {
            progress.total(read);
        } else if (inputBytes > 0 && reader.bytesRead() > 0) {
            progress.total(Math.max(read, Math.round((double) read * inputBytes / reader.bytesRead())));
        }
    }
}
