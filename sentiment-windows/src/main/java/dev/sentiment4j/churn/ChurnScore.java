package dev.sentiment4j.churn;

import java.util.List;
import java.util.Map;

/**
 * A churn risk with its parts. Immutable.
 *
 * @param risk 0 to 1; not a probability, unless the weights were fitted to what customers did
 * @param parts the value of each part, 0 to 1; a part that is not known is not there
 * @param cues the words that were found, in their order
 * @param denied those among them that are denied, as in "I'm not cancelling": they do not count
 */
public record ChurnScore(double risk, Map<ChurnPart, Double> parts, List<String> cues, List<String> denied) {
    public ChurnScore {
        parts = Map.copyOf(parts);
        cues = List.copyOf(cues);
        denied = List.copyOf(denied);
    }

    /** The risk and its parts; the words are left out, as they are the author's. */
    @Override
    public String toString() {
        return "ChurnScore[risk=" + risk + ", parts=" + parts + ", cues=" + cues.size() + ", denied=" + denied.size()
                + "]";
    }
}
