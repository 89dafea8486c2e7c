package dev.sentiment4j.internal;

import dev.sentiment4j.Classification;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.batch.InferenceTask;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.spi.BackendInfo;
import dev.sentiment4j.tokenize.TextEncoder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** From logits to a result. Thread-safe. */
public final class HeadDecoder {
    private final ModelInfo model;
    private final BackendInfo backend;
    private final List<HeadSpec> heads;

    public HeadDecoder(ModelInfo model, BackendInfo backend, List<HeadSpec> heads) {
        this.model = model;
        this.backend = backend;
        this.heads = List.copyOf(heads);
    }

    /**
     * The result of one text.
     *
     * @param rows the logits of each of its inputs
     * @param wanted names of heads; empty for all
     * @throws InferenceException if the model gave something that is no number
     */
    public SentimentResult decode(TextEncoder.Encoded text, List<InferenceTask.Row> rows, Set<String> wanted) {
        SentimentResult.Builder result =
                SentimentResult.builder(model).input(text.info()).engine(backend.name(), backend.device());
        for (HeadSpec head : heads) {
            if (!wanted.isEmpty() && !wanted.contains(head.name())) {
                continue;
            }
            double[] p = average(head, rows, text.weights());
            if (head.isSentiment()) {
                addSentiment(result, head, p);
            } else {
                result.head(head.name(), classification(head, p));
            }
        }
        return result.build();
    }

    /**
     * Probabilities of one row of logits.
     *
     * @throws InferenceException if there are not as many as labels, or one is not a finite number
     */
    public static double[] probabilities(HeadSpec head, float[] logits) {
        if (logits.length != head.labels().size()) {
            throw new InferenceException("the model gave " + logits.length + " logits for the "
                    + head.labels().size() + " labels of head '" + head.name() + "'");
        }
        double max = Double.NEGATIVE_INFINITY;
        for (float z : logits) {
            if (!Float.isFinite(z)) {
                throw new InferenceException("the model gave " + z + " as a logit of head '" + head.name()
                        + "'; its weights may be damaged, or overflow in half precision");
            }
            max = Math.max(max, z);
        }
        double[] p = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            // The true maximum is subtracted, so that the largest term is exp(0) and the sum is never zero.
            p[i] = head.activation() == HeadSpec.Activation.SOFTMAX
                    ? Math.exp((logits[i] - max) / head.temperature())
                    : 1 / (1 + Math.exp(-logits[i] / head.temperature()));
            sum += p[i];
        }
        if (head.activation() == HeadSpec.Activation.SOFTMAX) {
            for (int i = 0; i < p.length; i++) {
                p[i] /= sum;
            }
        }
        return p;
    }

    private static double[] average(HeadSpec head, List<InferenceTask.Row> rows, List<Integer> weights) {
        if (rows.size() == 1) {
            return probabilities(head, rows.get(0).logits(head.output()));
        }
        double[] mean = new double[head.labels().size()];
        double total = 0;
        for (int r = 0; r < rows.size(); r++) {
            double[] p = probabilities(head, rows.get(r).logits(head.output()));
            double weight = weights.get(r);
            total += weight;
            for (int i = 0; i < p.length; i++) {
                mean[i] += weight * p[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= total;
        }
        return mean;
    }

    private static void addSentiment(SentimentResult.Builder result, HeadSpec head, double[] p) {
        Map<SentimentLabel, Double> probabilities = new EnumMap<>(SentimentLabel.class);
        double score = 0;
        for (int i = 0; i < p.length; i++) {
            HeadSpec.Meaning meaning =
                    Objects.requireNonNull(head.meanings().get(head.labels().get(i)));
            probabilities.merge(meaning.label(), p[i], (a, b) -> Math.min(1, a + b));
            score += p[i] * meaning.value();
        }
        result.sentiment(probabilities, Math.max(-1, Math.min(1, score)));
    }

    private static Classification classification(HeadSpec head, double[] p) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        List<String> applying = new ArrayList<>();
        for (int i = 0; i < p.length; i++) {
            String label = head.labels().get(i);
            probabilities.put(label, p[i]);
            if (p[i] >= head.threshold(label)) {
                applying.add(label);
            }
        }
        return head.activation() == HeadSpec.Activation.SOFTMAX
                ? Classification.exclusive(probabilities)
                : Classification.independent(probabilities, applying);
    }
}
