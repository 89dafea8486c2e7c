package dev.sentiment4j.examples.analyze.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.Tuning;
import dev.sentiment4j.cache.CacheOptions;
import dev.sentiment4j.fallback.BrownOutAnalyzer;
import dev.sentiment4j.fallback.BrownOutOptions;
import dev.sentiment4j.lexicon.LexiconAnalyzer;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.DeadLetters;
import dev.sentiment4j.pipeline.PipelineOptions;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.Rejection;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.memory.InMemoryPostSink;
import dev.sentiment4j.pipeline.memory.InMemoryPostSource;
import dev.sentiment4j.text.TextProfile;
import dev.sentiment4j.text.TextSteps;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java examples of the documents, compiled and run; the documents may show nothing that does not stand here. */
class DocumentedExamplesTest {
    private static final Path ROOT = Path.of("../..");

    @Test
    void readme_firstExample() {
        // @formatter:off
        try (SentimentAnalyzer analyzer = SentimentAnalyzer.create()) {
            SentimentResult result = analyzer.analyze("@AcmeSupport the update broke my phone again, two hours on hold 😡");

            result.label();                        // NEGATIVE
            result.score();                        // -1 (negative) to 1 (positive)
            result.confidence();                   // probability of the label
            result.emotion().orElseThrow().label();
            result.toxicity().orElseThrow();       // 0 to 1
            // @formatter:on
            assertThat(result.label()).isEqualTo(SentimentLabel.NEGATIVE);
            assertThat(result.score()).isBetween(-1.0, -0.3);
            assertThat(result.emotion().orElseThrow().probabilities()).hasSize(7);
            assertThat(result.toxicity().orElseThrow()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void readme_asyncAndLists(@TempDir Path directory) throws Exception {
        Path posts = Files.writeString(directory.resolve("posts.txt"), "great\nawful\nthe worst\n");
        try (SentimentAnalyzer analyzer = SentimentAnalyzer.create()) {
            // @formatter:off
            SentimentResult quick = analyzer.analyze("meh", AnalysisOptions.defaults()
                    .withTimeout(Duration.ofSeconds(2))
                    .withHeads(Set.of("sentiment")));

            CompletableFuture<SentimentResult> later = analyzer.analyzeAsync("so happy for you both 😍");

            List<AnalysisOutcome> outcomes = analyzer.analyzeAll(List.of("great", "awful", "it is what it is"));
            for (AnalysisOutcome outcome : outcomes) {
                outcome.result().ifPresent(result -> System.out.println(result.label()));
                outcome.failure().ifPresent(error -> System.err.println(error.getMessage()));
            }

            try (Stream<String> lines = Files.lines(posts)) {       // any number of posts: read as they are analyzed
                long negative = analyzer.analyzeStream(lines)
                        .filter(o -> o.orElseThrow().label() == SentimentLabel.NEGATIVE)
                        .count();
                System.out.println(negative);
                // @formatter:on
                assertThat(negative).isEqualTo(2);
            }
            assertThat(quick.hasSentiment()).isTrue();
            assertThat(quick.heads()).isEmpty();
            assertThat(later.get(30, TimeUnit.SECONDS).label()).isEqualTo(SentimentLabel.POSITIVE);
            assertThat(outcomes.stream().map(o -> o.orElseThrow().label()))
                    .containsExactly(SentimentLabel.POSITIVE, SentimentLabel.NEGATIVE, SentimentLabel.NEUTRAL);
        }
    }

    @Test
    void readme_configured(@TempDir Path directory) throws IOException {
        Path models = copyOfTheDefaultModel(directory);
        // @formatter:off
        SentimentAnalyzer analyzer = SentimentAnalyzer.builder()
                .model(Path.of("models/my-model"))              // a bundle, or a plain Hugging Face export
                .longText(LongTextPolicy.windows(4, 16))        // read up to four windows instead of cutting
                .cache(CacheOptions.defaults())                 // reposts cost nothing
                .batching(BatchOptions.builder()
                        .queueCapacity(4096)
                        .admission(BatchOptions.Admission.WAIT)
                        .maxWait(Duration.ofMillis(200))
                        .build())
                .model(models)
                .build();
        // @formatter:on
        try (analyzer) {
            SentimentResult result = analyzer.analyze("I love it. ".repeat(60));
            assertThat(result.label()).isEqualTo(SentimentLabel.POSITIVE);
            assertThat(result.input().windows()).isEqualTo(3);
            assertThat(result.input().tokensCut()).isZero();
        }
    }

    @Test
    void brownOut_ladder() {
        SentimentAnalyzer large = SentimentAnalyzer.create();
        // @formatter:off
        SentimentAnalyzer analyzer = BrownOutAnalyzer.builder(large)
                .step(LexiconAnalyzer.create())
                .options(BrownOutOptions.builder()
                        .enterAbove(Duration.ofMillis(500))
                        .leaveBelow(Duration.ofMillis(100))
                        .build())
                .build();

        SentimentResult result = analyzer.analyze("so happy for you both 😍");
        result.degradation().ifPresent(why -> System.out.println(why.reason()));
        // @formatter:on
        try (analyzer) {
            assertThat(result.label()).isEqualTo(SentimentLabel.POSITIVE);
            assertThat(result.degradation()).isEmpty();
        }
    }

    @Test
    void brownOut_optionsAreComplete() {
        String document = read(ROOT.resolve("docs/brown-out.md"));
        BrownOutOptions defaults = BrownOutOptions.defaults();
        assertThat(document)
                .contains("| `enterAbove` | duration | " + defaults.enterAbove().toMillis() + " ms |")
                .contains("| `leaveBelow` | duration | " + defaults.leaveBelow().toMillis() + " ms |")
                .contains("| `dwell` | duration | " + defaults.dwell().toSeconds() + " s |")
                .contains("| `bulk` | yes or no | " + (defaults.bulk() ? "yes" : "no") + " |");
        for (var method : BrownOutOptions.Builder.class.getDeclaredMethods()) {
            if (method.getReturnType() == BrownOutOptions.Builder.class) {
                assertThat(document).contains("| `" + method.getName() + "` |");
            }
        }
    }

    @Test
    void pipeline_host() {
        // @formatter:off
        PostSource source = InMemoryPostSource.of(List.of(
                Post.builder("x", "1790000000000000001")
                        .text("@AcmeSupport two hours on hold 😡")
                        .createdAt(Instant.parse("2026-03-01T12:00:00Z"))
                        .attribute(Post.PRODUCT, "phone")
                        .build()));
        InMemoryPostSink sink = new InMemoryPostSink();

        try (SentimentAnalyzer analyzer = SentimentAnalyzer.create();
                SentimentPipeline pipeline = SentimentPipeline.builder()
                        .name("posts")
                        .source(source)
                        .analyzer(analyzer)
                        .sink(sink)
                        .deadLetters(DeadLetters.logging())
                        .build()) {
            pipeline.run();
        }
        sink.posts().forEach(post -> System.out.println(post.key() + " " + post.result().label()));
        // @formatter:on
        assertThat(sink.posts())
                .singleElement()
                .satisfies(post -> assertThat(post.result().label()).isEqualTo(SentimentLabel.NEGATIVE));
    }

    @Test
    void pipeline_sinkOfOnesOwn() throws InterruptedException {
        // @formatter:off
        PostSink console = new PostSink() {
            @Override
            public String name() {
                return "console";
            }

            @Override
            public List<Rejection> write(List<SinkEvent> events) {
                for (SinkEvent event : events) {
                    if (event instanceof AnalyzedPost post) {
                        System.out.println(post.key() + " " + post.result().label());
                    } else if (event instanceof PostDeletion deletion) {
                        System.out.println(deletion.key() + " is gone");
                    }
                }
                return List.of();
            }

            @Override
            public void close() {}
        };
        // @formatter:on
        assertThat(console.write(List.of(new PostDeletion(new PostKey("x", "1"), Instant.EPOCH))))
                .isEmpty();
    }

    @Test
    void pipeline_optionsAreComplete() {
        String document = read(ROOT.resolve("docs/pipeline.md"));
        PipelineOptions defaults = PipelineOptions.defaults();
        assertThat(document)
                .contains("| `batchSize` | deliveries | " + defaults.batchSize() + " |")
                .contains("| `analysisConcurrency` | lists | " + defaults.analysisConcurrency() + " |")
                .contains("| `maxInFlight` | deliveries | " + defaults.maxInFlight() + " |")
                .contains("| `maxInFlightChars` | characters | " + defaults.maxInFlightChars() + " |")
                .contains(
                        "| `pollTimeout` | duration | " + defaults.pollTimeout().toMillis() + " ms |")
                .contains("| `retry` | policy | "
                        + defaults.retry().initialDelay().toMillis() + " ms, doubling, to "
                        + defaults.retry().maxDelay().toSeconds() + " s |")
                .contains("| `analysisAttempts` | attempts | " + defaults.analysisAttempts() + " |")
                .contains("| `maxConsecutiveFailures` | posts | " + defaults.maxConsecutiveFailures() + " |")
                .contains(
                        "| `stopTimeout` | duration | " + defaults.stopTimeout().toSeconds() + " s |");
        assertThat(defaults.analysisBatchSize()).isEqualTo(PipelineOptions.AUTO);
        assertThat(defaults.maxDeliveries()).isEqualTo(PipelineOptions.UNLIMITED);
        for (var method : PipelineOptions.Builder.class.getDeclaredMethods()) {
            if (method.getReturnType() == PipelineOptions.Builder.class) {
                assertThat(document).contains("| `" + method.getName() + "` |");
            }
        }
    }

    @Test
    void batching_latencyGoal() {
        // @formatter:off
        BatchOptions options = BatchOptions.builder()
                .maxPredictedWait(Duration.ofMillis(250))
                .build();
        // @formatter:on
        assertThat(options.maxPredictedWait()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void batching_tuning(@TempDir Path directory) {
        // @formatter:off
        SentimentAnalyzer analyzer = SentimentAnalyzer.builder()
                .tuning(Tuning.remembered(Path.of("tuning")))
                .tuning(Tuning.remembered(directory))
                .build();
        System.out.println(analyzer.info().tuning().orElseThrow());
        // @formatter:on
        try (analyzer) {
            assertThat(analyzer.info().tuning().orElseThrow().maxBatchTokens())
                    .isEqualTo(analyzer.info().batching().maxBatchTokens());
        }
    }

    @Test
    void text_ownProfile() {
        // @formatter:off
        TextProfile mine = TextProfile.of("reviews", 1, List.of(
                TextSteps.htmlEntities(), TextSteps.urls("http"), TextSteps.elongations(2), TextSteps.whitespace()));
        mine.apply("sooooo good &lt;3  see https://example.com/x");   // "soo good <3 see http"
        // @formatter:on
        assertThat(mine.apply("sooooo good &lt;3  see https://example.com/x")).isEqualTo("soo good <3 see http");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/batching.md", "docs/brown-out.md", "docs/pipeline.md", "docs/text.md"})
    void documents_showOnlyWhatStandsHere(String document) {
        String source =
                read(Path.of("src/test/java/dev/sentiment4j/examples/analyze/docs/DocumentedExamplesTest.java"));
        List<String> examples = javaBlocks(read(ROOT.resolve(document)));
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            for (String line : example.lines()
                    .map(String::strip)
                    .filter(l -> l.length() > 1)
                    .toList()) {
                assertThat(source).as(document).contains(line);
            }
        }
    }

    @Test
    void readme_batchOptionsAreComplete() {
        String readme = read(ROOT.resolve("README.md"));
        BatchOptions defaults = BatchOptions.defaults().resolved();
        assertThat(readme)
                .contains("| `maxBatchSize` | texts | auto: " + defaults.maxBatchSize() + " |")
                .contains("| `maxBatchTokens` | tokens, padding included | auto: " + defaults.maxBatchTokens() + " |")
                .contains("| `callOverheadTokens` | tokens | auto: " + defaults.callOverheadTokens() + " |")
                .contains("| `queueCapacity` | interactive texts in work | " + defaults.queueCapacity() + " |")
                .contains("| `bulkWindow` | texts of lists and streams in work | " + defaults.bulkWindow() + " |")
                .contains("| `maxDelay` | duration | " + defaults.maxDelay().toMillis() + " |")
                .contains("| `maxWait` | duration | " + defaults.maxWait().toSeconds() + " s |")
                .contains("| `maxPredictedWait` | duration | "
                        + defaults.maxPredictedWait().toSeconds() + " s |")
                .contains("| `burstTolerance` | duration | "
                        + defaults.burstTolerance().toSeconds() + " s |")
                .contains("| `bulkAging` | duration | " + defaults.bulkAging().toMillis() + " ms |")
                .contains("| `closeTimeout` | duration | "
                        + defaults.closeTimeout().toSeconds() + " s |")
                .contains("| `" + defaults.admission() + "` |");
        for (var method : BatchOptions.Builder.class.getDeclaredMethods()) {
            if (method.getReturnType() == BatchOptions.Builder.class) {
                assertThat(readme).contains("| `" + method.getName() + "` |");
            }
        }
    }

    private static List<String> javaBlocks(String markdown) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(markdown);
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    private static Path copyOfTheDefaultModel(Path directory) throws IOException {
        for (String file :
                List.of("model.onnx", "tokenizer.json", "emoji-names.tsv", "golden.jsonl", "sentiment4j.json")) {
            try (InputStream in = SentimentAnalyzer.class
                    .getClassLoader()
                    .getResourceAsStream("dev/sentiment4j/models/social-en/" + file)) {
                assertThat(in).as(file).isNotNull();
                Files.copy(in, directory.resolve(file));
            }
        }
        return directory;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
