package dev.sentiment4j.lexicon;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints how well the lexicon does on labelled files: {@code label<tab>text} under a header line, as
 * {@code training/train.py} reads them. No test; run its main method with the files as arguments.
 */
final class LexiconEvaluation {
    private static final List<String> LABELS = List.of("negative", "neutral", "positive");

    private LexiconEvaluation() {}

    public static void main(String[] args) throws IOException {
        try (SentimentAnalyzer analyzer = LexiconAnalyzer.create()) {
            for (String arg : args) {
                evaluate(analyzer, Path.of(arg));
            }
        }
    }

    private static void evaluate(SentimentAnalyzer analyzer, Path file) throws IOException {
        List<String> rows = Files.readAllLines(file);
        List<String> texts = new ArrayList<>();
        rows.stream().skip(1).forEach(row -> texts.add(row.split("\t", -1)[1]));
        // Twice: the first run warms the JVM up, so that the second tells the speed.
        analyzer.analyzeAll(texts);
        long start = System.nanoTime();
        List<SentimentResult> results = analyzer.analyzeAll(texts).stream()
                .map(outcome -> outcome.orElseThrow())
                .toList();
        double micros = (System.nanoTime() - start) / 1e3 / texts.size();
        int[][] confusion = new int[3][3];
        double loss = 0;
        for (int i = 0; i < results.size(); i++) {
            int truth = LABELS.indexOf(rows.get(i + 1).split("\t", -1)[0]);
            SentimentResult result = results.get(i);
            confusion[truth][LABELS.indexOf(result.label().id())]++;
            loss -= Math.log(List.copyOf(result.probabilities().values()).get(truth));
        }
        int right = 0;
        double recalls = 0;
        double f1s = 0;
        for (int k = 0; k < 3; k++) {
            int hits = confusion[k][k];
            int actual = confusion[k][0] + confusion[k][1] + confusion[k][2];
            int said = confusion[0][k] + confusion[1][k] + confusion[2][k];
            right += hits;
            recalls += (double) hits / actual;
            f1s += 2.0 * hits / (actual + said);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %d texts, accuracy %.4f, macro recall %.4f, macro F1 %.4f, NLL %.4f, %.1f us a text%n",
                file.getFileName(),
                results.size(),
                (double) right / results.size(),
                recalls / 3,
                f1s / 3,
                loss / results.size(),
                micros);
    }
}
