package dev.sentiment4j.examples.analyze.evaluate;

import dev.sentiment4j.SentimentLabel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads people's labels: our three names in any case, and whatever the user says they are called. */
public final class LabelMap {
    private final Map<String, SentimentLabel> labels = new HashMap<>();

    /**
     * Our names and others.
     *
     * @param extra further names, such as "0" for "negative"
     * @throws IllegalArgumentException if one stands for something that is no sentiment; the message says so
     */
    public LabelMap(Map<String, String> extra) {
        for (SentimentLabel label : SentimentLabel.values()) {
            labels.put(label.id(), label);
        }
        extra.forEach((name, meaning) -> {
            SentimentLabel label = labels.get(key(meaning));
            if (label == null) {
                throw new IllegalArgumentException(
                        "'" + meaning + "' is no sentiment; a label can be negative, neutral or positive");
            }
            labels.put(key(name), label);
        });
    }

    /** The sentiment of a name, or empty when it stands for none. */
    public Optional<SentimentLabel> of(String name) {
        return Optional.ofNullable(labels.get(key(name)));
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
