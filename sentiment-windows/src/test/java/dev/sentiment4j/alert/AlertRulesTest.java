package dev.sentiment4j.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.window.CellKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertRulesTest {
    private static final String YAML = """
            rules:
              - name: unhappy-city
                metric: negative_share
                above: 0.5
                clear: 0.4
                window: 5m
                min_posts: 30
                confidence: 0.9
                for: 2m
                keep_firing: PT1M
                cool_down: 1h
                by: [city]
                where: {product: phone}
                severity: critical
                summary: many are unhappy
              - {name: low, metric: mean_score, below: -0.5}
            """;
    private static final String JSON = """
            [{"name": "unhappy-city", "metric": "negative_share", "above": 0.5, "clear": 0.4, "window": "5m",
              "min_posts": 30, "confidence": 0.9, "for": "2m", "keep_firing": "60s", "cool_down": "1h", "by": ["city"],
              "where": {"product": "phone"}, "severity": "critical", "summary": "many are unhappy"},
             {"name": "low", "metric": "mean_score", "below": -0.5}]
            """;

    @Test
    void rules_areTheSameFromYamlAndJson() {
        AlertRule unhappy = AlertRule.above("unhappy-city", AlertMetric.NEGATIVE_SHARE, 0.5)
                .clear(0.4)
                .window("5m")
                .minPosts(30)
                .confidence(0.9)
                .holdFor(Duration.ofMinutes(2))
                .keepFiring(Duration.ofMinutes(1))
                .coolDown(Duration.ofHours(1))
                .by("city")
                .where(Map.of("product", "phone"))
                .severity(Severity.CRITICAL)
                .summary("many are unhappy")
                .build();
        AlertRule low = AlertRule.below("low", AlertMetric.MEAN_SCORE, -0.5).build();
        assertThat(AlertRules.fromYaml(YAML)).containsExactly(unhappy, low);
        assertThat(AlertRules.fromJson(JSON)).containsExactly(unhappy, low);
    }

    @Test
    void rules_comeFromFiles_byTheirNames(@TempDir Path directory) throws IOException {
        assertThat(AlertRules.read(Files.writeString(directory.resolve("a.yml"), YAML)))
                .isEqualTo(AlertRules.read(Files.writeString(directory.resolve("b.json"), JSON)));
        assertThatThrownBy(() -> AlertRules.read(Files.writeString(directory.resolve("rules.txt"), YAML)))
                .isInstanceOf(InvalidOptionsException.class);
    }

    @Test
    void everythingWrong_isTold_inOneMessage() {
        String yaml = """
                rule: []
                rules:
                  - name: a
                    metric: negative_shar
                    above: 1.5
                    treshold: 1
                    for: soon
                    by: city
                    where: {product: 7}
                  - metric: mean_score
                    above: 0.2
                    below: 0.1
                    severity: bad
                    min_posts: 1.5
                    cool_down: 5
                  - not a rule
                  - {name: c, metric: negative_share, above: 1.5, min_posts: -1, confidence: 1}
                  - {name: d, metric: posts, below: 0, clear: 3, confidence: 0.9, by: [city], where: {city: Köln}}
                  - {name: e, metric: posts, above: 5, clear: 6}
                  - {name: f, metric: posts, above: 5}
                  - {name: f, metric: posts, above: 5}
                """;
        assertThatThrownBy(() -> AlertRules.fromYaml(yaml)).isInstanceOfSatisfying(InvalidOptionsException.class, e -> {
            List<String> problems = e.problems();
            assertThat(problems).anyMatch(p -> p.startsWith("rule: is not known"));
            assertThat(problems).anyMatch(p -> p.contains("rules[0].metric: 'negative_shar' is not known; there are"));
            assertThat(problems).anyMatch(p -> p.startsWith("rules[0].treshold: is not known"));
            assertThat(problems).anyMatch(p -> p.contains("rules[0].for: 'soon' is no duration"));
            assertThat(problems).anyMatch(p -> p.startsWith("rules[0].by: must be a list"));
            assertThat(problems).anyMatch(p -> p.startsWith("rules[0].where: must have a text"));
            assertThat(problems)
                    .contains("rules[1].name: is missing", "rules[1].above: and below: only one can be there");
            assertThat(problems).anyMatch(p -> p.startsWith("rules[1].severity: 'bad' is not known"));
            assertThat(problems).contains("rules[1].min_posts: must be a whole number");
            assertThat(problems).anyMatch(p -> p.startsWith("rules[1].cool_down: must be a duration"));
            assertThat(problems).contains("rules[2]: must be a rule with fields");
            assertThat(problems).anyMatch(p -> p.startsWith("rules[3].above = 1.5: must be 0 to 1"));
            assertThat(problems).anyMatch(p -> p.startsWith("rules[3].min_posts = -1"));
            assertThat(problems).anyMatch(p -> p.startsWith("rules[3].confidence = 1.0"));
            assertThat(problems).anyMatch(p -> p.contains("rules[4].below = 0.0: posts is never below that"));
            assertThat(problems).anyMatch(p -> p.contains("only shares have an interval, not posts"));
            assertThat(problems).anyMatch(p -> p.startsWith("rules[4].by: dimension 'city' is there twice"));
            assertThat(problems).anyMatch(p -> p.startsWith("rules[5].clear = 6.0"));
            assertThat(problems).contains("name f: is there 2 times");
            assertThat(problems).allSatisfy(problem -> assertThat(e).hasMessageContaining(problem));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "7",
                "null",
                "{\"rules\": 3}",
                "[{\"name\": \"a\", \"name\": \"b\"}]",
                "[] []",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
            })
    void json_thatIsNone_isRefused(String json) {
        assertThatThrownBy(() -> AlertRules.fromJson(json)).isInstanceOf(InvalidOptionsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a: b: c", "rules: [", "!!java.net.URL [x]", "rules:\n  - {name: a, name: b}"})
    void yaml_thatIsNone_isRefused(String yaml) {
        assertThatThrownBy(() -> AlertRules.fromYaml(yaml)).isInstanceOf(InvalidOptionsException.class);
    }

    @Test
    void rule_matchesCellsOfItsGroup_inAnyOrder() {
        AlertRule rule = AlertRule.above("a", AlertMetric.POSTS, 1)
                .by("city")
                .where(Map.of("product", "phone"))
                .build();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("product", "phone");
        values.put("city", "Köln");
        assertThat(rule.matches(CellKey.of(values))).isTrue();
        values.put("product", "tablet");
        assertThat(rule.matches(CellKey.of(values))).isFalse();
        assertThat(rule.matches(CellKey.of("city", "Köln"))).isFalse();
        assertThat(rule.matches(CellKey.restOf(List.of("product", "city")))).isFalse();
    }
}
