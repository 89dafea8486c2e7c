package dev.sentiment4j;

import java.util.Objects;

/**
 * Why a cheaper analyzer answered than the one that was asked.
 *
 * @param step how far down the ladder: 1 for the first stand-in
 * @param preferred the model that would have answered
 * @param reason half a sentence for people, such as "predicted wait 900 ms, limit 500 ms"
 */
public record Degradation(int step, ModelInfo preferred, String reason) {
    public Degradation {
        Objects.requireNonNull(preferred, "preferred");
        Objects.requireNonNull(reason, "reason");
        if (step < 1) {
            throw new IllegalArgumentException("step = " + step + ": the first stand-in is step 1");
        }
    }
}
