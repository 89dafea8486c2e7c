package dev.sentiment4j.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.text.TextProfiles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RivalsTest {
    private static final List<String> POSTS = List.of(
            "I love this phone, best purchase I made all year!",
            "worst. service. ever. never again 😡",
            "The train leaves at seven.",
            "@AcmeSupport my order #12345 still has not arrived, what is going on?",
            "#NotHappy with the update",
            "lol",
            "ok",
            "see https://example.com/p/1234 for the details",
            "So happy right now 😍😍 can't believe we won",
            "Meh. It works, I guess.",
            "",
            "again and again and again ".repeat(60));

    /** All in one test: DJL must be the first in this JVM to use ONNX Runtime. */
    @Test
    void everyRival_answersAsTheLibraryDoes() throws Exception {
        ModelBundle bundle = ModelFiles.bundle();
        var profile = TextProfiles.resolve(
                bundle.manifest().profile(), bundle.source(), getClass().getClassLoader());
        List<String> prepared = POSTS.stream().map(profile::apply).toList();
        try (ModelFiles files = ModelFiles.extract()) {
            List<Rival> rivals = Rivals.open(files, name -> true);
            List<List<Double>> expected;
            try (SentimentAnalyzer analyzer = SentimentAnalyzer.create()) {
                expected = POSTS.stream()
                        .map(post -> List.copyOf(
                                analyzer.analyze(post).probabilities().values()))
                        .toList();
            }

            assertThat(rivals.stream().map(Rival::name)).containsExactlyElementsOf(Rivals.names());
            for (Rival rival : rivals) {
                try (rival) {
                    compare(rival, prepared, expected);
                    assertThat(rival.textsPerSecond(prepared)).isPositive();
                }
            }
        }
    }

    private static void compare(Rival rival, List<String> prepared, List<List<Double>> expected) {
        List<CompletableFuture<double[]>> answers = new ArrayList<>();
        prepared.forEach(text -> answers.add(rival.submit(text)));
        for (int i = 0; i < prepared.size(); i++) {
            double[] answer = answers.get(i).join();
            assertThat(answer).hasSize(3);
            for (int label = 0; label < answer.length; label++) {
                assertThat(answer[label])
                        .as("%s, text %d, label %d", rival.name(), i, label)
                        .isCloseTo(expected.get(i).get(label), within(1e-4));
            }
        }
        assertThat(rival.meter().meanBatch()).isGreaterThanOrEqualTo(1);
    }
}
