package dev.sentiment4j.churn;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Words that tell of leaving. Immutable.
 *
 * @param strength how surely they do, above 0 to 1
 * @param phrase lower-case words, one space apart; {@code a|b} for either word, a trailing {@code ?} for words that may
 *     be missing: {@code "switch|switching over? to"}
 */
public record ChurnCue(double strength, String phrase) {
    private static final Pattern SPACE = Pattern.compile(" ");
    private static final Pattern OR = Pattern.compile("\\|");
    private static final Pattern SLOT = Pattern.compile(
            "[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{M}']*+(\\|[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{M}']*+)*+\\??");
    private static final int MAX_PHRASE = 1000;

    /** A position of a phrase. */
    record Slot(List<String> words, boolean optional) {}

    /**
     * A cue.
     *
     * @throws IllegalArgumentException if the strength is out of its range, or the phrase is not lower-case words
     */
    public ChurnCue {
        if (!(strength > 0 && strength <= 1)) {
            throw new IllegalArgumentException("strength = " + strength + ": must be above 0, and at most 1");
        }
        if (phrase.length() > MAX_PHRASE || !isPhrase(phrase)) {
            throw new IllegalArgumentException(
                    "phrase: must be lower-case words one space apart, a|b for either, and ? after all but the first"
                            + " for words that may be missing; at most " + MAX_PHRASE + " characters");
        }
    }

    private static boolean isPhrase(String phrase) {
        String[] slots = phrase.split(" ", -1);
        return !slots[0].endsWith("?")
                && Arrays.stream(slots).allMatch(slot -> SLOT.matcher(slot).matches());
    }

    List<Slot> slots() {
        return SPACE.splitAsStream(Normalizer.normalize(phrase, Normalizer.Form.NFC))
                .map(slot -> new Slot(OR.splitAsStream(slot.replace("?", "")).toList(), slot.endsWith("?")))
                .toList();
    }
}
