package dev.sentiment4j;

import java.util.List;

/**
 * What {@link SentimentAnalyzerBuilder#verify} found when it ran a model on its golden texts.
 *
 * @param info what was run
 * @param texts golden texts that were compared; 0 when the bundle has none
 * @param textMismatches texts whose prepared form differs from the golden one
 * @param idMismatches texts whose token ids differ
 * @param maxProbabilityDifference the largest difference of any probability from the golden one
 * @param maxBatchDifference the largest difference of any probability between a text alone and in a batch with others
 * @param problems what is out of tolerance, in words; empty when all is well
 */
public record VerificationReport(
        AnalyzerInfo info,
        int texts,
        int textMismatches,
        int idMismatches,
        double maxProbabilityDifference,
        double maxBatchDifference,
        List<String> problems) {
    /** The largest probability difference that counts as the same answer: {@value}. */
    public static final double PROBABILITY_TOLERANCE = 1e-3;

    /** The largest probability difference between alone and batched that counts as the same answer: {@value}. */
    public static final double BATCH_TOLERANCE = 1e-4;

    public VerificationReport {
        problems = List.copyOf(problems);
    }

    /** Whether everything was within tolerance. */
    public boolean ok() {
        return problems.isEmpty();
    }
}
