package dev.sentiment4j.examples.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.synthetic.SyntheticOptions;
import dev.sentiment4j.synthetic.SyntheticPosts;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Made-up posts are of use only if the default model sees in them what was meant. */
class SyntheticAgreementTest {
    @Test
    void defaultModel_agreesWithTheIntendedLabels() {
        List<Post> posts = new ArrayList<>();
        new SyntheticPosts(SyntheticOptions.builder().count(1500).build(), Clock.systemUTC())
                .forEachRemaining(d -> posts.add((Post) d.event().orElseThrow()));
        List<AnalysisOutcome> outcomes;
        try (SentimentAnalyzer analyzer = SentimentAnalyzer.create()) {
            outcomes = analyzer.analyzeAll(posts.stream().map(Post::text).toList());
        }
        Map<String, Integer> disagreements = new TreeMap<>();
        int agreed = 0;
        for (int i = 0; i < posts.size(); i++) {
            String intended =
                    posts.get(i).attribute(SyntheticPosts.INTENDED_LABEL).orElseThrow();
            String found = outcomes.get(i).orElseThrow().label().id();
            if (found.equals(intended)) {
                agreed++;
            } else {
                disagreements.merge(
                        intended + " -> " + found + ": " + posts.get(i).text(), 1, Integer::sum);
            }
        }
        assertThat(agreed / (double) posts.size())
                .as("share of posts in which the model sees what was meant; the others: %s", disagreements)
                .isGreaterThan(0.97);
    }
}
