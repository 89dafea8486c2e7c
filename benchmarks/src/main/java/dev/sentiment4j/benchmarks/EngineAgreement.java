package dev.sentiment4j.benchmarks;

import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.Classification;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far two engines are apart on the same texts and weights.
 *
 * @param texts how many were compared
 * @param largestDifference of any probability of any head
 * @param otherLabels texts with another sentiment
 */
record EngineAgreement(int texts, double largestDifference, long otherLabels) {
    /**
     * Compares the engines on a bundle that holds both formats: arguments are its folder, a file of texts (the last
     * tab-separated column), how many of them, and how far probabilities may be apart. Ends with status 1 when they are
     * further apart.
     */
    public static void main(String[] args) {
        if (args.length != 4) {
            System.err.println("arguments: FOLDER TEXTS COUNT TOLERANCE");
            System.exit(2);
        }
        Path folder = Path.of(args[0]);
        EngineAgreement found;
        try (SentimentAnalyzer onnx = SentimentAnalyzer.builder()
                        .model(folder)
                        .backend("onnx")
                        .build();
                SentimentAnalyzer torch = SentimentAnalyzer.builder()
                        .model(folder)
                        .backend("pytorch")
                        .build()) {
            System.out.println(onnx.info().backend().engine() + " and "
                    + torch.info().backend().engine());
            found = of(onnx, torch, Posts.load(args[1], Integer.parseInt(args[2])));
        }
        System.out.println(found);
        System.exit(found.largestDifference() <= Double.parseDouble(args[3]) ? 0 : 1);
    }

    /** Compares two analyzers of the same heads. */
    static EngineAgreement of(SentimentAnalyzer one, SentimentAnalyzer other, List<String> texts) {
        List<AnalysisOutcome> expected = one.analyzeAll(texts);
        List<AnalysisOutcome> found = other.analyzeAll(texts);
        double largest = 0;
        long otherLabels = 0;
        for (int i = 0; i < texts.size(); i++) {
            SentimentResult a = expected.get(i).orElseThrow();
            SentimentResult b = found.get(i).orElseThrow();
            if (a.hasSentiment()) {
                largest = Math.max(largest, apart(a.probabilities(), b.probabilities()));
                otherLabels += a.label() == b.label() ? 0 : 1;
            }
            for (Map.Entry<String, Classification> head : a.heads().entrySet()) {
                Classification counterpart = b.head(head.getKey()).orElseThrow();
                largest = Math.max(largest, apart(head.getValue().probabilities(), counterpart.probabilities()));
            }
        }
        return new EngineAgreement(texts.size(), largest, otherLabels);
    }

    private static <K> double apart(Map<K, Double> a, Map<K, Double> b) {
        if (!a.keySet().equals(b.keySet())) {
            throw new IllegalArgumentException("labels differ: " + a.keySet() + ", " + b.keySet());
        }
        return a.entrySet().stream()
                .mapToDouble(e -> Math.abs(e.getValue() - b.getOrDefault(e.getKey(), Double.NaN)))
                .max()
                .orElse(0);
    }

    /** One line for people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d texts: probabilities differ by %.1e at most, %d labels differ",
                texts,
                largestDifference,
                otherLabels);
    }
}
