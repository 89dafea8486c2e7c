package dev.sentiment4j.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.alert.AlertEngine;
import dev.sentiment4j.alert.AlertMetric;
import dev.sentiment4j.alert.AlertRule;
import dev.sentiment4j.alert.AlertRules;
import dev.sentiment4j.alert.AlertSink;
import dev.sentiment4j.alert.LoggingAlertSink;
import dev.sentiment4j.alert.Severity;
import dev.sentiment4j.alert.WebhookAlertSink;
import dev.sentiment4j.churn.ChurnCue;
import dev.sentiment4j.churn.ChurnOptions;
import dev.sentiment4j.churn.ChurnPart;
import dev.sentiment4j.churn.ChurnScore;
import dev.sentiment4j.churn.ChurnScorer;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.FileCheckpointStore;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.ScriptedAnalyzer;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.prevalence.AdjustedCount;
import dev.sentiment4j.prevalence.ConfusionMatrix;
import dev.sentiment4j.trend.Change;
import dev.sentiment4j.trend.Measure;
import dev.sentiment4j.trend.TrendOptions;
import dev.sentiment4j.trend.TrendTracker;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.CellStats;
import dev.sentiment4j.window.Dimension;
import dev.sentiment4j.window.InMemoryWindowStore;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.Streams;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSnapshot;
import dev.sentiment4j.window.WindowSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples of windows.md, alerts.md and churn.md, compiled and run; they may show nothing that does not stand here.
 */
class DocumentedExamplesTest {
    private static final Path DOCS = Path.of("..", "docs");

    private static WindowOptions windowOptions() {
        // @formatter:off
        WindowOptions options = WindowOptions.builder()
                .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                .window(WindowSpec.sliding(Duration.ofMinutes(10), Duration.ofMinutes(1)))
                .dimension(Dimension.city())
                .dimension(Dimension.product())
                .dimension(Dimension.of("size", post -> post.text().length() > 140 ? "long" : "short"))
                .group("city")
                .group("product")
                .group("product", "city")
                .churn(new ChurnScorer(ChurnOptions.defaults())::risk)
                .build();
        // @formatter:on
        return options;
    }

    private static Post post(int second) {
        return Streams.post("p" + second, second * 1000L)
                .authorId("author " + second)
                .geo(Geo.of("Berlin", "DE"))
                .attribute(Post.PRODUCT, "phone")
                .build();
    }

    @Test
    void windows() throws Exception {
        WindowOptions options = windowOptions();
        // @formatter:off
        InMemoryWindowStore store = new InMemoryWindowStore(1440);
        SentimentWindows windows = SentimentWindows.builder(options)
                .listener(store)
                .listener(window -> System.out.println(window.end() + " " + window.overall().meanScore()))
                .build();
        // @formatter:on
        for (int second = 0; second < 60; second += 10) {
            windows.add(Streams.analyzed(post(second), second < 20 ? -0.8 : 0.5));
        }
        windows.advanceTo(TestPosts.NOON.plusSeconds(60));
        // @formatter:off
        WindowSnapshot latest = store.latest("1m").orElseThrow();
        CellStats phone = latest.cell(CellKey.of("product", "phone")).orElseThrow();

        phone.posts();
        phone.share(SentimentLabel.NEGATIVE);                  // of posts with a sentiment
        phone.shareInterval(SentimentLabel.NEGATIVE, 0.95);    // Wilson's interval
        phone.scoreQuantile(0.5);
        phone.distinctAuthors();
        phone.emotions();                                      // posts by emotion
        phone.toxicShare();
        phone.churning();                                      // posts at risk of churn
        phone.samples();                                       // keys of posts that are worth a look

        latest.cells().forEach((cell, stats) -> System.out.println(cell + " " + stats.posts() + " " + stats.meanScore()));
        store.between("1m", Instant.MIN, Instant.MAX).forEach(System.out::println);
        // @formatter:on
        assertThat(phone.posts()).isEqualTo(6);
        assertThat(phone.share(SentimentLabel.NEGATIVE)).hasValue(2.0 / 6);
        assertThat(phone.distinctAuthors()).hasValue(6);
        WindowSnapshot ofAnotherWorker = latest;
        // @formatter:off
        byte[] bytes = latest.toBytes();
        WindowSnapshot merged = WindowSnapshot.fromBytes(bytes).merge(ofAnotherWorker);
        // @formatter:on
        assertThat(merged.overall().posts()).isEqualTo(12);

        List<ConfusionMatrix.Labelled> labelled = new ArrayList<>();
        for (SentimentLabel label : SentimentLabel.values()) {
            labelled.add(new ConfusionMatrix.Labelled(label, "a text"));
        }
        try (ScriptedAnalyzer analyzer = ScriptedAnalyzer.fast()) {
            // @formatter:off
            ConfusionMatrix confusion = ConfusionMatrix.measure(analyzer, labelled);   // posts that the model was not trained on
            AdjustedCount correction = new AdjustedCount(confusion);
            AdjustedCount.Estimate negative = phone.prevalence(correction, 0.95).get(SentimentLabel.NEGATIVE);
            negative.share();
            negative.interval();
            // @formatter:on
            assertThat(negative.interval().contains(negative.share())).isTrue();
            assertThat(confusion.count(SentimentLabel.NEGATIVE)).isEqualTo(1);
        }

        // @formatter:off
        TrendTracker tracker = new TrendTracker(TrendOptions.defaults());
        Change change = tracker.observe(latest).get(CellKey.OVERALL).get(Measure.POSTS);
        change.ratioToPrevious();
        change.sameTimeOfDay();
        change.isAnomaly();
        // @formatter:on
        assertThat(change.value()).isEqualTo(6);
    }

    @Test
    void windows_ofPostsOfOnesOwn_goOnAfterARestart(@TempDir Path directory) throws Exception {
        WindowOptions options = windowOptions();
        InMemoryWindowStore store = new InMemoryWindowStore(10);
        SentimentWindows windows = SentimentWindows.builder(options).build();
        Path file = directory.resolve("windows");
        try (ScriptedAnalyzer analyzer = ScriptedAnalyzer.fast()) {
            // @formatter:off
            Post post = Post.builder("shop", "review 17")                     // where it is from, and its id there
                    .text("Two hours on hold, I am cancelling my contract")
                    .createdAt(Instant.parse("2026-03-01T12:00:05Z"))
                    .geo(Geo.of("Berlin", "DE"))
                    .attribute(Post.PRODUCT, "phone")
                    .build();
            windows.add(new AnalyzedPost(post, analyzer.analyze(post.text()), Instant.now()));
            // @formatter:on
        }
        // @formatter:off
        Files.write(file, windows.save());
        SentimentWindows again = SentimentWindows.builder(options).listener(store).restore(Files.readAllBytes(file)).build();
        // @formatter:on
        again.advanceTo(TestPosts.NOON.plusSeconds(60));
        CellStats phone = store.latest("1m")
                .orElseThrow()
                .cell(CellKey.of("product", "phone"))
                .orElseThrow();
        assertThat(phone.posts()).isEqualTo(1);
        assertThat(phone.churning()).isEqualTo(1);
    }

    @Test
    void alerts(@TempDir Path state) throws Exception {
        WindowOptions options = windowOptions();
        List<Alert> told = new ArrayList<>();
        // @formatter:off
        List<AlertRule> rules = List.of(AlertRule.above("unhappy city", AlertMetric.NEGATIVE_SHARE, 0.5)
                .by("city")
                .where(Map.of("product", "phone"))
                .minPosts(30)
                .confidence(0.95)
                .clear(0.4)
                .holdFor(Duration.ofMinutes(2))
                .coolDown(Duration.ofMinutes(10))
                .severity(Severity.CRITICAL)
                .build());
        AlertEngine alerts = AlertEngine.builder(rules)
                .windows(options)                                            // checks that they have what the rules look at
                .store(new FileCheckpointStore(Path.of("state")))
                .store(new FileCheckpointStore(state))
                .sink(new LoggingAlertSink())
                .sink(AlertSink.of("mine", alert -> System.out.println(alert.id() + " " + alert.state())))
                .sink(AlertSink.of("test", told::add))
                .build();
        SentimentWindows windows = SentimentWindows.builder(options).listener(alerts).build();
        // @formatter:on
        for (int second = 0; second < 240; second++) {
            windows.add(Streams.analyzed(post(second), -0.8));
        }
        windows.advanceTo(TestPosts.NOON.plusSeconds(240));
        assertThat(told).hasSize(1);
        assertThat(told.get(0).cell()).hasToString("product=phone,city=Berlin");

        String yaml = block(read("alerts.md"), "yaml");
        assertThat(AlertRules.fromYaml(yaml)).isEqualTo(rules);
        assertThat(AlertRules.fromJson(block(read("alerts.md"), "json"))).isEqualTo(rules);
        Files.writeString(state.resolve("rules.yaml"), yaml);
        assertThat(AlertRules.read(state.resolve("rules.yaml"))).isEqualTo(rules);
        assertThatThrownBy(DocumentedExamplesTest::rulesFromFile)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("rules.yaml");
    }

    private static List<AlertRule> rulesFromFile() {
        // @formatter:off
        List<AlertRule> fromFile = AlertRules.read(Path.of("rules.yaml"));     // or rules.json
        // @formatter:on
        return fromFile;
    }

    @Test
    void alerts_webhook() {
        // @formatter:off
        byte[] secret = System.getenv().getOrDefault("HOOK_SECRET", "at least sixteen bytes").getBytes(StandardCharsets.UTF_8);
        WebhookAlertSink hook = new WebhookAlertSink(URI.create("https://example.com/alerts"), secret, Duration.ofSeconds(5));
        // @formatter:on
        String signature = "t=1,v1=00";
        String body = "{}";
        // @formatter:off
        boolean genuine = WebhookAlertSink.verify(secret, signature, body, Clock.systemUTC(), Duration.ofMinutes(5));
        // @formatter:on
        assertThat(genuine).isFalse();
        assertThat(hook.name()).isEqualTo("webhook");
    }

    @Test
    void churn() {
        Post post = Streams.post("1", 0).text("I am cancelling my contract").build();
        SentimentResult result = Streams.result(-0.8, 0.1, "anger");
        // @formatter:off
        ChurnScorer scorer = new ChurnScorer(ChurnOptions.defaults());
        ChurnScore score = scorer.score(post, result);

        score.risk();
        score.parts();      // SENTIMENT=0.8, EMOTION=0.9, TOXICITY=0.1, CUES=1.0
        score.cues();       // [cancelling my contract]
        score.denied();     // those of "I'm not cancelling": they do not count
        // @formatter:on
        assertThat(score.cues()).containsExactly("cancelling my contract");
        assertThat(score.risk()).isGreaterThan(0.75);
        String document = read("churn.md");
        for (ChurnPart part : ChurnPart.values()) {
            assertThat(document)
                    .containsPattern(Pattern.quote("| `" + part + "` |") + ".*"
                            + Pattern.quote("| " + ChurnOptions.defaults().weight(part) + " |"));
        }
        // @formatter:off
        ChurnOptions options = ChurnOptions.builder()
                .weight(ChurnPart.TOXICITY, 0)
                .weight(ChurnPart.CUES, 0.8)
                .cues("de", List.of(
                        new ChurnCue(1.0, "kündige|kündigen meinen|unseren? vertrag?"),
                        new ChurnCue(0.8, "wechsle|wechseln zu|zur")))
                .build();
        // @formatter:on
        assertThat(new ChurnScorer(options)
                        .score("Ich kündige meinen Vertrag", "de", result)
                        .cues())
                .containsExactly("kündige meinen vertrag");
    }

    @Test
    void windows_optionsAreComplete() {
        String document = read("windows.md");
        WindowOptions defaults = WindowOptions.builder()
                .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                .build();
        assertThat(document)
                .contains(String.format(Locale.ROOT, "at most %,d panes", WindowOptions.MAX_PANES))
                .contains("| `maxCells` | cells | " + defaults.maxCells() + " |")
                .contains("| `maxPosts` | posts | " + defaults.maxPosts() + " |")
                .contains("| `samples` | posts | " + defaults.samples() + " |")
                .contains("| `sketches` | yes or no | " + (defaults.sketches() ? "yes" : "no") + " |")
                .contains("| `toxicityThreshold` | probability | " + defaults.toxicityThreshold() + " |")
                .contains("| `churnThreshold` | risk | " + defaults.churnThreshold() + " |")
                .contains("| `maxDelay` | duration | " + defaults.maxDelay().toSeconds() + " s |")
                .contains("| `allowedLateness` | duration | "
                        + defaults.allowedLateness().toSeconds() + " s |")
                .contains("| `maxFuture` | duration | " + defaults.maxFuture().toSeconds() + " s |")
                .contains(
                        "| `idleTimeout` | duration | " + defaults.idleTimeout().toSeconds() + " s |");
        for (var method : WindowOptions.Builder.class.getDeclaredMethods()) {
            if (method.getReturnType() == WindowOptions.Builder.class
                    && !method.getName().equals("dimensions")) {
                assertThat(document).contains("| `" + method.getName() + "` |");
            }
        }
    }

    @Test
    void alerts_metricsAreComplete() {
        String document = read("alerts.md");
        for (AlertMetric metric : AlertMetric.values()) {
            assertThat(document).contains("`" + metric.name().toLowerCase(Locale.ROOT) + "`");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows.md", "alerts.md", "churn.md"})
    void documents_showOnlyWhatStandsHere(String document) throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/sentiment4j/docs/DocumentedExamplesTest.java"));
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(read(document))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).isNotEmpty();
        for (String block : blocks) {
            for (String line :
                    block.lines().map(String::strip).filter(l -> l.length() > 1).toList()) {
                assertThat(source).as(document).contains(line);
            }
        }
    }

    private static String block(String document, String language) {
        var matcher =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(document);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String read(String document) {
        try {
            return Files.readString(DOCS.resolve(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
