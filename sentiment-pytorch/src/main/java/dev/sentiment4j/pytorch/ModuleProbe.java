package dev.sentiment4j.pytorch;

import ai.djl.engine.EngineException;
import dev.sentiment4j.batch.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs a module that was just loaded, because its signature does not tell everything: whether it takes other shapes
 * than that of its trace, every id of the tokenizer, and a row as long as the manifest says; and whether it pays heed
 * to the mask. What fails here would fail, or answer wrongly, on some text later.
 */
final class ModuleProbe {
    /** How far padding may move a logit of a module that masks it, with room for half precision. */
    private static final double PADDING_TOLERANCE = 0.02;

    /** Beyond this, attention over a single row takes gigabytes, and modules hardly have learnt positions. */
    private static final int LONGEST_PROBE = 2048;

    private final TorchModule module;
    private final int vocabularySize;
    private final int padId;
    private final List<InputBuffer> buffers;
    private final List<String> problems = new ArrayList<>();
    private @Nullable RuntimeException cause;
    private @Nullable String notFinite;

    ModuleProbe(TorchModule module, int vocabularySize, int padId) {
        this.module = module;
        this.vocabularySize = vocabularySize;
        this.padId = padId;
        this.buffers = module.buffers();
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
     * Two shapes: one row of one token, and two rows of different lengths. Of no danger for any device, since the ids
     * are small.
     *
     * @param batchInvariant whether a row's answer must not depend on its batch
     * @return whether both ran and fit
     */
    boolean shapes(boolean batchInvariant) {
        int[] brief = row(1);
        int[] longer = row(3);
        Map<String, float[]> alone = tryOut(brief);
        RuntimeException first = cause;
        Map<String, float[]> together = tryOut(brief, longer);
        if (alone == null || together == null) {
            RuntimeException failure = first != null ? first : cause;
            cause = failure;
            if (failure instanceof Outputs.UnfitException unfit) {
                problems.addAll(unfit.problems());
            } else {
                problems.add(shapeProblem(alone != null || together != null, failure));
            }
            return false;
        }
        if (refuseNotFinite()) {
            return false;
        }
        if (batchInvariant && apart(alone, together) > PADDING_TOLERANCE) {
            problems.add(
                    module.plan().has(ModulePlan.Role.ATTENTION_MASK)
                            ? "answers change with padding although there is an attention_mask: it is ignored, or a"
                                    + " shape was baked in when the model was traced; trace it again with rows of"
                                    + " different lengths in the sample"
                            : "takes no attention_mask, and its answers change with padding; trace it again with"
                                    + " attention_mask");
        }
        return problems.isEmpty();
    }

    /**
     * All ids of the tokenizer, and the longest row. Only for the CPU: elsewhere an id that is out of range takes the
     * device away from the whole process.
     *
     * @param maxTokens of the manifest
     */
    void limits(int maxTokens) {
        int highest = vocabularySize - 1;
        if (highest > 0 && !works(new int[] {highest})) {
            int ids = largest(0, highest, candidate -> works(new int[] {candidate})) + 1;
            problems.add("takes " + ids + " token ids, but the tokenizer has " + vocabularySize
                    + "; tokenizer and model are not of the same training, or the model was not resized for added"
                    + " tokens");
        }
        int longest = Math.min(maxTokens, LONGEST_PROBE);
        if (!works(row(longest))) {
            int tokens = largest(1, longest, length -> works(row(length)));
            problems.add("takes " + tokens + " tokens at most, but maxTokens = " + maxTokens
                    + "; lower maxTokens in sentiment4j.json, or model_max_length in tokenizer_config.json");
        }
        refuseNotFinite();
    }

    /** Such numbers would make every text fail, or the same label win always. */
    private boolean refuseNotFinite() {
        if (notFinite == null) {
            return false;
        }
        problems.add(
                "output '" + notFinite + "' gives NaN or infinite numbers instead of logits; the weights are damaged,"
                        + " or overflow in half precision: export the model again, in fp32");
        return true;
    }

    private static String shapeProblem(boolean oneWorks, @Nullable RuntimeException failure) {
        String reason = failure == null ? "unknown" : PyTorchRuntime.reason(failure);
        if (reason.matches("(?s).*(CUDA|cuda|MPS|mps|[Ss]ame device|device type).*")) {
            return "is nailed to another device (" + reason
                    + "): a tensor of its graph was made there; trace it with model and sample on the CPU, or on the"
                    + " device that it shall run on";
        }
        String fixed = oneWorks ? "takes one shape of a batch and not another" : "does not run on small batches";
        return fixed + " (" + reason
                + "); if it was traced with a fixed shape, trace it again with a sample of at least two rows and"
                + " without padding to a fixed length";
    }

    /** Different ids, so that exchanged or ignored tokens show. */
    private int[] row(int length) {
        int[] row = new int[length];
        for (int i = 0; i < length; i++) {
            int id = i % Math.max(1, Math.min(vocabularySize, 8));
            row[i] = id == padId && vocabularySize > 1 ? (id + 1) % vocabularySize : id;
        }
        return row;
    }

    private boolean works(int[]... rows) {
        return tryOut(rows) != null;
    }

    private @Nullable Map<String, float[]> tryOut(int[]... rows) {
        try {
            Map<String, float[]> logits = module.run(TokenBatch.of(List.of(rows)), buffers);
            logits.forEach((output, values) -> {
                if (!finite(values)) {
                    notFinite = output;
                }
            });
            return logits;
        } catch (EngineException | Outputs.UnfitException e) {
            if (cause == null || problems.isEmpty()) {
                cause = e;
            }
            return null;
        }
    }

    private static boolean finite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
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

    /** How far the first row's logits are from each other. */
    private static double apart(Map<String, float[]> alone, Map<String, float[]> together) {
        double apart = 0;
        for (Map.Entry<String, float[]> entry : alone.entrySet()) {
            float[] other = together.get(entry.getKey());
            for (int i = 0; other != null && i < entry.getValue().length; i++) {
                apart = Math.max(apart, Math.abs(entry.getValue()[i] - other[i]));
            }
        }
        return apart;
    }
}
