package dev.sentiment4j.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;

/** Distinct texts of three words, so short that a million of them is a matter of minutes. Stateless. */
final class ShortTexts {
    private static final String[] FIRST = {
        "love", "hate", "nice", "bad", "good", "sad", "great", "poor", "fine", "awful", "cool", "weak", "fun", "dull",
        "happy", "angry"
    };
    private static final String[] SECOND = {
        "phone", "game", "film", "train", "bike", "match", "song", "day", "food", "team", "show", "book", "car", "city",
        "work", "beer"
    };

    private ShortTexts() {}

    /** The text of that number; no two numbers share one. */
    static String text(int number) {
        int rest = number / FIRST.length;
        return FIRST[number % FIRST.length] + " " + SECOND[rest % SECOND.length] + " " + rest / SECOND.length;
    }

    /**
     * Texts from a number on.
     *
     * @param words each has up to so many further ones, all numbers of them equally often
     */
    static List<String> range(int from, int count, int words) {
        List<String> texts = new ArrayList<>(count);
        for (int i = from; i < from + count; i++) {
            // A prime stride: neighbours differ, and so do the mixtures of a batch.
            int further = (int) (i * 7919L % (words + 1));
            texts.add(text(i) + " again".repeat(further));
        }
        return texts;
    }
}
