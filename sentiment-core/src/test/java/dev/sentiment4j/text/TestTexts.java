package dev.sentiment4j.text;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What the tests of this package read from files. */
final class TestTexts {
    record Pair(String text, String normalized) {}

    private TestTexts() {}

    static EmojiNames emojiNames() {
        try (InputStream in = open("emoji-names.tsv")) {
            return EmojiNames.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Made by src/test/text/social_pairs.py with the code that prepared the training texts. */
    static List<Pair> socialPairs() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open("social-pairs.jsonl"), StandardCharsets.UTF_8))) {
            return lines.lines().map(TestTexts::pair).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Any text as ASCII, so that a failure shows what cannot be seen. */
    static String visible(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> {
            if (c >= 0x20 && c < 0x7F) {
                out.append((char) c);
            } else {
                out.append(String.format("\\u%04x", c));
            }
        });
        return out.toString();
    }

    private static Pair pair(String line) {
        JsonObject json = JsonParser.parseString(line).getAsJsonObject();
        return new Pair(json.get("text").getAsString(), json.get("normalized").getAsString());
    }

    private static InputStream open(String resource) {
        return Objects.requireNonNull(TestTexts.class.getResourceAsStream(resource), resource);
    }
}
