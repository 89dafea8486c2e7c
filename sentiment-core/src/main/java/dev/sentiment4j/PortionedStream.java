package dev.sentiment4j;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A stream of outcomes made of lists: reads a portion of the texts, has it analyzed, hands it out, reads on. */
final class PortionedStream implements Iterator<AnalysisOutcome> {
    private static final int PORTION = 1024;

    private final SentimentAnalyzer analyzer;
    private final Iterator<String> texts;
    private final AnalysisOptions options;
    private Iterator<AnalysisOutcome> portion = List.<AnalysisOutcome>of().iterator();

    private PortionedStream(SentimentAnalyzer analyzer, Iterator<String> texts, AnalysisOptions options) {
        this.analyzer = analyzer;
        this.texts = texts;
        this.options = options;
    }

    static Stream<AnalysisOutcome> of(SentimentAnalyzer analyzer, Iterator<String> texts, AnalysisOptions options) {
        Objects.requireNonNull(texts, "texts");
        analyzer.info().checkHeads(Objects.requireNonNull(options, "options").heads());
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new PortionedStream(analyzer, texts, options), Spliterator.ORDERED | Spliterator.NONNULL),
                false);
    }

    @Override
    public boolean hasNext() {
        return portion.hasNext() || texts.hasNext();
    }

    @Override
    public AnalysisOutcome next() {
        if (!portion.hasNext()) {
            List<String> read = new ArrayList<>();
            do {
                read.add(Objects.requireNonNull(texts.next(), "the source of texts gave null"));
            } while (read.size() < PORTION && texts.hasNext());
            portion = analyzer.analyzeAll(read, options).iterator();
        }
        return portion.next();
    }
}
