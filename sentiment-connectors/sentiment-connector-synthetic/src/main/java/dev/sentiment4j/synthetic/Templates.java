package dev.sentiment4j.synthetic;

import dev.sentiment4j.SentimentLabel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sentences with slots, by mood. Immutable. */
final class Templates {
    private final Map<SentimentLabel, List<String>> texts;

    private Templates(Map<SentimentLabel, List<String>> texts) {
        this.texts = texts;
    }

    static Templates of(String language) {
        String file = "templates-" + language + ".tsv";
        Map<SentimentLabel, List<String>> texts = new EnumMap<>(SentimentLabel.class);
        try (InputStream in =
                        Objects.requireNonNull(Templates.class.getResourceAsStream(file), () -> file + " is missing");
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            @Nullable String line;
            while ((line = reader.readLine()) != null) {
                if (line.startsWith("#") || line.isBlank()) {
                    continue;
                }
                int tab = line.indexOf('\t');
                SentimentLabel label =
                        SentimentLabel.valueOf(line.substring(0, tab).toUpperCase(Locale.ROOT));
                texts.computeIfAbsent(label, l -> new ArrayList<>()).add(line.substring(tab + 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Templates(texts);
    }

    List<String> of(SentimentLabel label) {
        return Objects.requireNonNull(texts.get(label));
    }

    /** The template with its slots filled. */
    static String fill(String template, UnaryOperator<String> slots) {
        StringBuilder filled = new StringBuilder(template.length() + 32);
        int at = 0;
        int open;
        while ((open = template.indexOf('{', at)) >= 0) {
            int close = template.indexOf('}', open);
            filled.append(template, at, open).append(slots.apply(template.substring(open + 1, close)));
            at = close + 1;
        }
        return filled.append(template, at, template.length()).toString();
    }
}
