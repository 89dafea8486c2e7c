package dev.sentiment4j.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sentiment4j.text.TextProfile;
import dev.sentiment4j.text.TextProfiles;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java and the training in Python agree on the prepared text, on its features and on the probabilities. */
class GoldenTest {
    private static final Lexicon LEXICON = Lexicon.read("test", GoldenTest.class::getResourceAsStream);
    private static final TextProfile PROFILE = TextProfiles.social(LEXICON.emojiNames());

    static Stream<JsonObject> golden() {
        return new BufferedReader(new InputStreamReader(
                        GoldenTest.class.getResourceAsStream("golden.jsonl"), StandardCharsets.UTF_8))
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject());
    }

    @ParameterizedTest
    @MethodSource("golden")
    void text_comesToWhatTheTrainingSays(JsonObject golden) {
        String prepared = PROFILE.apply(golden.get("text").getAsString());
        assertThat(prepared).isEqualTo(golden.get("prepared").getAsString());

        TreeSet<String> features = new TreeSet<>();
        Features.scan(prepared, features::add);
        List<String> expected = golden.getAsJsonArray("features").asList().stream()
                .map(f -> f.getAsString())
                .toList();
        assertThat(features).containsExactlyInAnyOrderElementsOf(expected);

        Lexicon.Score score = LEXICON.score(prepared);
        JsonArray p = golden.getAsJsonArray("probabilities");
        assertThat(score.negative()).isCloseTo(p.get(0).getAsDouble(), within(1e-5));
        assertThat(score.neutral()).isCloseTo(p.get(1).getAsDouble(), within(1e-5));
        assertThat(score.positive()).isCloseTo(p.get(2).getAsDouble(), within(1e-5));
    }
}
