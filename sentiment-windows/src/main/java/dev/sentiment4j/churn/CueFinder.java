package dev.sentiment4j.churn;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds cues in texts. A cue is denied if a word of denial stands up to {@value #REACH} words before it in the same
 * clause: "I'm not going to cancel". Words that only look like denial ("can't wait to cancel", "not only") are none.
 * Immutable and thread-safe.
 */
final class CueFinder {
    record Found(String words, double strength, boolean denied) {}

    private record Token(String word, boolean clauseEnd) {}

    private static final int REACH = 4;
    /** Longer texts are not posts; what stands behind is not looked at. */
    private static final int MAX_CHARS = 20_000;

    private static final Set<String> DENIALS = Set.of(
            "not", "never", "no", "without", "nobody", "none", "cannot", "cant", "dont", "wont", "isnt", "arent",
            "didnt", "doesnt", "wouldnt", "havent", "refuse", "nor");
    private static final Set<String> CLAUSES = Set.of("but", "however", "although", "because", "so", "then");

    private final Map<String, List<ChurnCue>> byFirstWord = new HashMap<>();
    private final Map<ChurnCue, List<ChurnCue.Slot>> slots = new HashMap<>();

    CueFinder(List<ChurnCue> cues) {
        for (ChurnCue cue : cues) {
            List<ChurnCue.Slot> parsed = cue.slots();
            slots.put(cue, parsed);
            for (String word : new HashSet<>(parsed.get(0).words())) {
                byFirstWord.computeIfAbsent(word, w -> new ArrayList<>()).add(cue);
            }
        }
    }

    List<Found> find(String text) {
        List<Token> tokens = tokens(text);
        List<Found> found = new ArrayList<>();
        for (int at = 0; at < tokens.size(); at++) {
            int longest = 0;
            double strength = 0;
            for (ChurnCue cue : byFirstWord.getOrDefault(tokens.get(at).word(), List.of())) {
                int length = match(slots.getOrDefault(cue, List.of()), 0, tokens, at);
                if (length > longest || (length == longest && length > 0 && cue.strength() > strength)) {
                    longest = length;
                    strength = cue.strength();
                }
            }
            if (longest > 0) {
                found.add(new Found(words(tokens, at, longest), strength, isDenied(tokens, at)));
                at += longest - 1;
            }
        }
        return found;
    }

    /** How many tokens the slots take from here on; negative if they do not fit. */
    private static int match(List<ChurnCue.Slot> slots, int slot, List<Token> tokens, int at) {
        if (slot == slots.size()) {
            return 0;
        }
        ChurnCue.Slot wanted = slots.get(slot);
        boolean sameClause = slot == 0 || !tokens.get(at - 1).clauseEnd();
        if (at < tokens.size()
                && sameClause
                && wanted.words().contains(tokens.get(at).word())) {
            int rest = match(slots, slot + 1, tokens, at + 1);
            if (rest >= 0) {
                return rest + 1;
            }
        }
        return wanted.optional() ? match(slots, slot + 1, tokens, at) : -1;
    }

    private static boolean isDenied(List<Token> tokens, int cue) {
        for (int at = cue - 1; at >= 0 && at >= cue - REACH; at--) {
            Token token = tokens.get(at);
            if (token.clauseEnd() || CLAUSES.contains(token.word())) {
                return false;
            }
            if (isDenial(token.word())) {
                String next = tokens.get(at + 1).word();
                boolean only = next.equals("only")
                        || next.equals("just")
                        || next.equals("wait")
                        || next.equals("doubt")
                        || next.equals("longer")
                        || next.equals("choice");
                return !only;
            }
        }
        return false;
    }

    private static boolean isDenial(String word) {
        return DENIALS.contains(word) || word.endsWith("n't");
    }

    private static String words(List<Token> tokens, int from, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            words.append(i == from ? "" : " ").append(tokens.get(i).word());
        }
        return words.toString();
    }

    private static List<Token> tokens(String text) {
        String start = text.substring(0, Math.min(text.length(), MAX_CHARS));
        String lower = Normalizer.normalize(start, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'');
        List<Token> tokens = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i <= lower.length(); i++) {
            char c = i < lower.length() ? lower.charAt(i) : ' ';
            if (Character.isLetter(c) || (!word.isEmpty() && (c == '\'' || isMark(c)))) {
                word.append(c);
                continue;
            }
            boolean end = ".!?;,:\n".indexOf(c) >= 0;
            if (!word.isEmpty()) {
                tokens.add(new Token(stripped(word), end));
                word.setLength(0);
            } else if (end && !tokens.isEmpty()) {
                tokens.set(
                        tokens.size() - 1,
                        new Token(tokens.get(tokens.size() - 1).word(), true));
            }
        }
        return tokens;
    }

    /** Part of a letter, as vowels are in Hindi. */
    private static boolean isMark(char c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static String stripped(StringBuilder word) {
        int end = word.length();
        while (end > 1 && word.charAt(end - 1) == '\'') {
            end--;
        }
        return word.substring(0, end);
    }
}
