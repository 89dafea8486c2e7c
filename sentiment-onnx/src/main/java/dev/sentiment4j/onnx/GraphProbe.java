package dev.sentiment4j.onnx;

import dev.sentiment4j.InferenceException;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.spi.InferenceLane;
import dev.sentiment4j.spi.InferenceOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs a graph that was just opened, because a signature does not tell everything: whether it runs at all, takes every
 * id of the tokenizer, and takes a row as long as the manifest says. What fails here would fail on some text later.
 */
final class GraphProbe {
    /** How far padding may move a logit of a graph that masks it, with room for half precision. */
    private static final double PADDING_TOLERANCE = 0.02;

    /** Beyond this, attention over a single row takes gigabytes, and graphs hardly have learnt positions. */
    private static final int LONGEST_PROBE = 2048;

    private final InferenceLane lane;
    private final GraphPlan plan;
    private final int padId;
    private final List<String> problems = new ArrayList<>();
    private @Nullable Throwable cause;

    GraphProbe(InferenceLane lane, GraphPlan plan, int padId) {
        this.lane = lane;
        this.plan = plan;
        this.padId = padId;
    }

    /** What went wrong, in words with a remedy. */
    List<String> problems() {
        return problems;
    }

    /** The engine's own failure behind the first problem. */
    @Nullable
    Throwable cause() {
        return cause;
    }

    /**
     * Runs the probes.
     *
     * @param vocabularySize of the tokenizer
     * @param maxTokens of the manifest
     */
    void run(int vocabularySize, int maxTokens) {
        int id = padId == 0 && vocabularySize > 1 ? 1 : 0;
        int[] brief = {id};
        int[] longer = {id, id, id};
        if (!works(brief, longer)) {
            problems.add("does not run on a small batch (" + reason() + "); export it again with dynamic axes");
            return;
        }
        int highest = vocabularySize - 1;
        if (highest > 0 && !works(new int[] {highest})) {
            int ids = largest(0, highest, candidate -> works(new int[] {candidate})) + 1;
            problems.add("takes " + ids + " token ids, but the tokenizer has " + vocabularySize
                    + "; tokenizer and graph are not of the same model, or it was not resized for added tokens");
        }
        int[] longest = new int[Math.min(maxTokens, LONGEST_PROBE)];
        Arrays.fill(longest, id);
        if (!works(longest)) {
            int tokens = largest(1, longest.length, length -> works(Arrays.copyOf(longest, length)));
            problems.add("takes " + tokens + " tokens at most, but maxTokens = " + maxTokens
                    + "; lower maxTokens in sentiment4j.json, or model_max_length in tokenizer_config.json");
        }
        if (!plan.has(GraphPlan.Role.ATTENTION_MASK) && !ignoresPadding(brief, longer)) {
            problems.add("has no input attention_mask, and its answers change with padding; export it again with"
                    + " attention_mask");
        }
    }

    private boolean works(int[]... rows) {
        try {
            lane.infer(TokenBatch.of(List.of(rows)));
            return true;
        } catch (InferenceException e) {
            if (cause == null || problems.isEmpty()) {
                cause = e;
            }
            return false;
        }
    }

    private String reason() {
        Throwable failure = cause;
        return failure == null ? "unknown" : String.valueOf(failure.getMessage());
    }

    /** The largest value that works, where a smaller one than {@code failing} does. */
    private static int largest(int working, int failing, IntPredicate works) {
        int low = working;
        int high = failing;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (works.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean ignoresPadding(int[] brief, int[] longer) {
        InferenceOutput alone = lane.infer(TokenBatch.of(List.of(brief)));
        InferenceOutput padded = lane.infer(TokenBatch.of(List.of(brief, longer)));
        for (String output : plan.outputs().keySet()) {
            float[] a = alone.row(output, 0);
            float[] p = padded.row(output, 0);
            for (int i = 0; i < a.length; i++) {
                if (Math.abs(a[i] - p[i]) > PADDING_TOLERANCE) {
                    return false;
                }
            }
        }
        return true;
    }
}
