package dev.sentiment4j;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Tells how the author of a text feels. Thread-safe: one analyzer serves the whole application, and calls from many
 * threads are gathered into batches for the model. Decorators (cache, fallback, routing) implement the same interface.
 *
 * <p>Any string is a defined input: blank texts, lone surrogates (read as U+FFFD), control characters, a megabyte
 * without a space. Text beyond the model's limit is cut or split by the long-text policy, and the result says how much
 * was read.
 *
 * <pre>{@code
 * try (SentimentAnalyzer analyzer = SentimentAnalyzer.create()) {
 *     SentimentResult result = analyzer.analyze("I love this phone, best purchase I made all year!");
 *     System.out.println(result.label() + " " + result.score());
 * }
 * }</pre>
 */
public interface SentimentAnalyzer extends AutoCloseable {
    /**
     * An analyzer with the default model found on the class path, such as the one inside {@code sentiment-onnx}.
     *
     * @throws BackendResolutionException if no engine, or more than one, could run it
     * @throws ModelLoadException if no default model is on the class path, or it is damaged
     */
    static SentimentAnalyzer create() {
        return builder().build();
    }

    /** Starts a configured analyzer. */
    static SentimentAnalyzerBuilder builder() {
        return new SentimentAnalyzerBuilder();
    }

    /** {@link #analyze(String, AnalysisOptions)} with the defaults. */
    default SentimentResult analyze(String text) {
        return analyze(text, AnalysisOptions.defaults());
    }

    /**
     * Analyzes a text and waits for the result. Without a timeout, and while the analyzer has nothing else to do, the
     * calling thread may run the engine itself, which saves handing the text to another thread and back; it is then not
     * interrupted midway. A virtual thread never does.
     *
     * @throws NullPointerException if an argument is null, naming it
     * @throws InvalidOptionsException if the options ask for a head that the model does not have
     * @throws OverloadedException if the analyzer has too much to do and its admission policy gives up, or if the text
     *     would not be answered within its timeout
     * @throws DeadlineExceededException if the timeout of the options passed first
     * @throws InferenceException if the engine failed on this text
     * @throws AnalyzerClosedException if the analyzer is or gets closed
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted while it waits; its
     *     interrupt status is set
     */
    SentimentResult analyze(String text, AnalysisOptions options);

    /** {@link #analyzeAsync(String, AnalysisOptions)} with the defaults. */
    default CompletableFuture<SentimentResult> analyzeAsync(String text) {
        return analyzeAsync(text, AnalysisOptions.defaults());
    }

    /**
     * Analyzes a text in the background. Preparing the text happens on the calling thread. The future completes exactly
     * once, on the analyzer's completion executor, with the result or with one of the exceptions of
     * {@link #analyze(String, AnalysisOptions)}; cancelling it drops the work if it has not started.
     *
     * @throws NullPointerException if an argument is null; every other failure is in the future
     */
    CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options);

    /** {@link #analyzeAll(List, AnalysisOptions)} with the defaults. */
    default List<AnalysisOutcome> analyzeAll(List<String> texts) {
        return analyzeAll(texts, AnalysisOptions.defaults());
    }

    /**
     * Analyzes many texts and waits for all: one outcome for each, at its position. Texts of similar length share
     * batches, equal texts share an outcome, and the number in flight is bounded, so a list of a million is fine. Waits
     * for room when the analyzer is full, whatever its admission policy. The timeout of the options holds for each text
     * from the moment it is handed to the queue.
     *
     * @throws NullPointerException if an argument or an element is null, naming the index; nothing is analyzed then
     * @throws InvalidOptionsException if the options ask for a head that the model does not have
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; its interrupt status is
     *     set
     */
    List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options);

    /** {@link #analyzeStream(Iterator, AnalysisOptions)} with the defaults. */
    default Stream<AnalysisOutcome> analyzeStream(Iterator<String> texts) {
        return analyzeStream(texts, AnalysisOptions.defaults());
    }

    /** {@link #analyzeStream(Stream, AnalysisOptions)} with the defaults. */
    default Stream<AnalysisOutcome> analyzeStream(Stream<String> texts) {
        return analyzeStream(texts, AnalysisOptions.defaults());
    }

    /** {@link #analyzeStream(Iterator, AnalysisOptions)} for a stream, which is closed with the stream of outcomes. */
    default Stream<AnalysisOutcome> analyzeStream(Stream<String> texts, AnalysisOptions options) {
        Objects.requireNonNull(texts, "texts");
        return analyzeStream(texts.iterator(), options).onClose(texts::close);
    }

    /**
     * Analyzes texts without end: lazily, in order, one outcome for each. Nothing is read before the stream of outcomes
     * is; then texts are read ahead, at most {@link dev.sentiment4j.batch.BatchOptions#bulkWindow()}, so that batches
     * are well filled and a slow reader slows the source. An outcome that is ready waits for at most one further text
     * of the source. Texts are read on the thread that reads the outcomes, and the timeout of the options holds for
     * each text from the moment it is handed to the queue. Waits for room like {@link #analyzeAll(List)}.
     *
     * <p>Closing the stream gives up what is in work. A null text, or a source that throws, ends it with that
     * exception. By default, which decorators have, texts go through {@link #analyzeAll(List, AnalysisOptions)} in
     * portions.
     *
     * @return a sequential stream, to be read once
     * @throws NullPointerException if an argument is null
     * @throws InvalidOptionsException if the options ask for a head that the model does not have
     */
    default Stream<AnalysisOutcome> analyzeStream(Iterator<String> texts, AnalysisOptions options) {
        return PortionedStream.of(this, texts, options);
    }

    /** What this analyzer runs: model, heads, engine, device, threads. */
    AnalyzerInfo info();

    /** How busy it is right now; by default {@link AnalyzerLoad#NONE}, for analyzers that queue nothing. */
    default AnalyzerLoad load() {
        return AnalyzerLoad.NONE;
    }

    /**
     * Refuses new work, finishes what was accepted within the configured bound, fails the rest with
     * {@link AnalyzerClosedException} and frees every native resource. Idempotent; a second call waits for the first.
     */
    @Override
    void close();
}
