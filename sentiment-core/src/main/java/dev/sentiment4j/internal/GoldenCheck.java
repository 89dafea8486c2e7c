package dev.sentiment4j.internal;

import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.VerificationReport;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.model.GoldenText;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.spi.InferenceLane;
import dev.sentiment4j.spi.InferenceOutput;
import dev.sentiment4j.tokenize.TextEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Compares a model's answers with the golden texts of its bundle, and alone with batched. */
final class GoldenCheck {
    private static final int BATCH = 32;

    private final AnalyzerInfo info;
    private final TextEncoder encoder;
    private final List<GoldenText> golden;
    private final List<String> problems = new ArrayList<>();
    private int textMismatches;
    private int idMismatches;
    private double maxDifference;
    private double maxBatchDifference;

    private GoldenCheck(AnalyzerInfo info, TextEncoder encoder, List<GoldenText> golden) {
        this.info = info;
        this.encoder = encoder;
        this.golden = golden;
    }

    /** Every text: prepared form, ids, and probabilities alone, in batches as they come, and in batches by length. */
    static VerificationReport all(AnalyzerInfo info, TextEncoder encoder, InferenceLane lane, List<GoldenText> golden) {
        GoldenCheck check = new GoldenCheck(info, encoder, golden);
        List<int[]> inputs = check.compareTexts();
        List<InferenceOutput> alone = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            InferenceOutput output = lane.infer(TokenBatch.of(List.of(inputs.get(i))));
            check.compareLogits(i, output, 0);
            alone.add(output);
        }
        check.compareBatches(
                inputs, alone, lane, IntStream.range(0, inputs.size()).boxed().toList());
        check.compareBatches(
                inputs,
                alone,
                lane,
                IntStream.range(0, inputs.size())
                        .boxed()
                        .sorted(Comparator.comparingInt((Integer i) -> inputs.get(i).length))
                        .toList());
        return check.report();
    }

    /**
     * A quick look at every start: prepared form and ids of every text, probabilities of the few shortest that are not
     * trivial.
     */
    static VerificationReport quick(
            AnalyzerInfo info, TextEncoder encoder, InferenceLane lane, List<GoldenText> golden, int inferred) {
        GoldenCheck check = new GoldenCheck(info, encoder, golden);
        List<int[]> inputs = check.compareTexts();
        List<Integer> chosen = IntStream.range(0, inputs.size())
                .filter(i -> inputs.get(i).length >= Math.min(10, info.maxTokens()))
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> inputs.get(i).length))
                .limit(inferred)
                .toList();
        // One by one: where answers depend on the batch, the golden ones are those of texts alone.
        for (int i : chosen) {
            check.compareLogits(i, lane.infer(TokenBatch.of(List.of(inputs.get(i)))), 0);
        }
        return check.report();
    }

    private List<int[]> compareTexts() {
        List<int[]> inputs = new ArrayList<>();
        for (GoldenText text : golden) {
            if (!encoder.normalize(text.text()).equals(text.normalized())) {
                textMismatches++;
            }
            int[] input = encoder.encode(text.text()).inputs().get(0);
            if (!Arrays.equals(input, text.ids())) {
                idMismatches++;
            }
            inputs.add(input);
        }
        return inputs;
    }

    private void compareLogits(int index, InferenceOutput output, int row) {
        for (HeadSpec head : info.heads()) {
            float[] expected = golden.get(index).logits().get(head.name());
            if (expected == null) {
                continue;
            }
            if (expected.length != head.labels().size()) {
                problem("the golden texts have " + expected.length + " logits for the "
                        + head.labels().size() + " labels of head '" + head.name()
                        + "'; they are not those of this model");
                continue;
            }
            double[] actual = probabilities(head, output, row);
            if (actual.length > 0) {
                maxDifference = Math.max(maxDifference, difference(HeadDecoder.probabilities(head, expected), actual));
            }
        }
    }

    private void compareBatches(
            List<int[]> inputs, List<InferenceOutput> alone, InferenceLane lane, List<Integer> order) {
        for (int start = 0; start < order.size(); start += BATCH) {
            List<Integer> members = order.subList(start, Math.min(order.size(), start + BATCH));
            InferenceOutput together =
                    lane.infer(TokenBatch.of(members.stream().map(inputs::get).toList()));
            for (int row = 0; row < members.size(); row++) {
                for (HeadSpec head : info.heads()) {
                    double[] single = probabilities(head, alone.get(members.get(row)), 0);
                    double[] batched = probabilities(head, together, row);
                    if (single.length > 0 && batched.length > 0) {
                        maxBatchDifference = Math.max(maxBatchDifference, difference(single, batched));
                    }
                }
            }
        }
    }

    /** Of one row; empty if the engine's answer is unusable, which is noted. */
    private double[] probabilities(HeadSpec head, InferenceOutput output, int row) {
        try {
            return HeadDecoder.probabilities(head, output.row(head.output(), row));
        } catch (InferenceException | IllegalArgumentException e) {
            problem(String.valueOf(e.getMessage()));
            return new double[0];
        }
    }

    private void problem(String problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private VerificationReport report() {
        if (textMismatches > 0) {
            problems.add(textMismatches + " of " + golden.size() + " golden texts come out of text profile "
                    + info.profile() + " changed; the profile is not the one that the model was made with");
        }
        if (idMismatches > 0) {
            problems.add(idMismatches + " of " + golden.size()
                    + " golden texts get other token ids; the tokenizer is not the one that the model was made with");
        }
        if (!(maxDifference <= VerificationReport.PROBABILITY_TOLERANCE)) {
            problems.add(String.format(
                    Locale.ROOT,
                    "probabilities differ from the golden ones by up to %.4f (%.4f is allowed); the weights are not those that the"
                            + " model was made with",
                    maxDifference,
                    VerificationReport.PROBABILITY_TOLERANCE));
        }
        if (info.backend().batchInvariant() && !(maxBatchDifference <= VerificationReport.BATCH_TOLERANCE)) {
            problems.add(String.format(
                    Locale.ROOT,
                    "a text's probabilities change by up to %.5f with its batch-mates (%.5f is allowed); export the model without"
                            + " dynamic quantisation",
                    maxBatchDifference,
                    VerificationReport.BATCH_TOLERANCE));
        }
        return new VerificationReport(
                info, golden.size(), textMismatches, idMismatches, maxDifference, maxBatchDifference, problems);
    }

    private static double difference(double[] a, double[] b) {
        double max = 0;
        for (int i = 0; i < a.length; i++) {
            max = Math.max(max, Math.abs(a[i] - b[i]));
        }
        return max;
    }
}
