package dev.sentiment4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.pipeline.DeadLetters;
import dev.sentiment4j.pipeline.PipelineListener;
import dev.sentiment4j.pipeline.ScriptedAnalyzer;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.pipeline.memory.InMemoryPostSink;
import dev.sentiment4j.pipeline.memory.InMemoryPostSource;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.tokenize.FakeTokenizer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps docs/observability.md true to the code: its example, and every row of its table of meters. */
class ObservabilityDocsTest {
    private static final Path DOCS = Path.of("..", "..", "docs", "observability.md");
    /** Five of the table of meters, and what stands before the first bar. */
    private static final int COLUMNS = 6;

    private static final Path SELF = Path.of("src/test/java/dev/sentiment4j/micrometer/ObservabilityDocsTest.java");

    @Test
    void example_works() {
        MeterRegistry registry = new SimpleMeterRegistry();
        // @formatter:off
        SentimentMetrics metrics = new SentimentMetrics(registry);
        SentimentAnalyzer analyzer = SentimentAnalyzer.builder()
                .name("posts")
                .listener(metrics.listener("posts"))
                .model(TestAnalyzers.bundle())
                .backend(new FakeBackendProvider())
                .tokenizer(TestAnalyzers.provider(new FakeTokenizer()))
                .build();
        // @formatter:on
        try (analyzer) {
            analyzer.analyze("fine");
            assertThat(registry.get("sentiment.lanes").gauge().value()).isPositive();
        }
        assertThat(registry.find("sentiment.lanes").gauge()).isNull();
        assertThat(registry.get("sentiment.batch.size")
                        .tag("analyzer", "posts")
                        .summary()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void exampleOfAPipeline_works() {
        MeterRegistry registry = new SimpleMeterRegistry();
        SentimentMetrics metrics = new SentimentMetrics(registry);
        // @formatter:off
        SentimentPipeline pipeline = SentimentPipeline.builder()
                .name("posts")
                .listener(metrics.pipelineListener("posts"))
                .source(InMemoryPostSource.of(TestPosts.posts(0, 3)))
                .analyzer(ScriptedAnalyzer.fast())
                .sink(new InMemoryPostSink())
                .deadLetters(DeadLetters.logging())
                .build();
        // @formatter:on
        pipeline.run();
        assertThat(registry.get("sentiment.pipeline.acknowledged")
                        .tag("pipeline", "posts")
                        .counter()
                        .count())
                .isEqualTo(3);
        assertThat(registry.get("sentiment.pipeline.written")
                        .tag("sink", "memory")
                        .counter()
                        .count())
                .isEqualTo(3);
        assertThat(registry.find("sentiment.pipeline.in.flight").gauge()).isNull();
    }

    @Test
    void docs_showOnlyWhatStandsHere() throws IOException {
        String source = Files.readString(SELF);
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCS));
        int examples = 0;
        while (blocks.find()) {
            examples++;
            blocks.group(1)
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.length() > 1)
                    .forEach(line -> assertThat(source).contains(line));
        }
        assertThat(examples).isEqualTo(2);
    }

    @Test
    void docs_metersAreThoseOfTheCode() throws IOException {
        MeterRegistry registry = new SimpleMeterRegistry();
        SentimentMetrics metrics = new SentimentMetrics(registry);
        SentimentAnalyzer analyzer = new FixedAnalyzer("posts", AnalyzerLoad.NONE);
        metrics.listener("posts").brownOut(0, 1, AnalyzerLoad.NONE);
        metrics.bind(analyzer);
        SentimentPipeline pipeline = Pipelines.idle("posts");
        PipelineListener listener = metrics.pipelineListener("posts");
        listener.started(pipeline);
        listener.written(new PipelineListener.WriteEvent("postgres", 1, 0, 1));
        Set<String> registered = registry.getMeters().stream()
                .map(Meter::getId)
                .map(ObservabilityDocsTest::row)
                .collect(sorted());
        assertThat(documented()).isEqualTo(registered);
        assertThat(mentioned())
                .isEqualTo(registry.getMeters().stream()
                        .map(meter -> meter.getId().getName())
                        .collect(sorted()));
    }

    private static String row(Meter.Id id) {
        String type = id.getType() == Meter.Type.DISTRIBUTION_SUMMARY
                ? "summary"
                : id.getType().name().toLowerCase(Locale.ROOT);
        Set<String> tags = id.getTags().stream()
                .map(Tag::getKey)
                .filter(key -> !key.equals("analyzer") && !key.equals("pipeline"))
                .collect(sorted());
        return id.getName() + " " + type + " " + (id.getBaseUnit() == null ? "" : id.getBaseUnit()) + " " + tags;
    }

    /** The rows of the table: name, type, unit, tags besides {@code analyzer}. */
    private static Set<String> documented() throws IOException {
        return Files.readAllLines(DOCS).stream()
                .filter(line -> line.startsWith("| `sentiment."))
                .map(line -> line.split("\\|"))
                .filter(cells -> cells.length == COLUMNS)
                .map(cells -> cells[1].strip().replace("`", "") + " " + cells[2].strip() + " " + cells[3].strip() + " "
                        + Pattern.compile("`(\\w+)`")
                                .matcher(cells[4])
                                .results()
                                .map(match -> match.group(1))
                                .collect(sorted()))
                .collect(sorted());
    }

    /** Every meter that the text speaks of. */
    private static Set<String> mentioned() throws IOException {
        return Pattern.compile("`(sentiment\\.[a-z.]+)`")
                .matcher(Files.readString(DOCS))
                .results()
                .map(match -> match.group(1))
                .collect(sorted());
    }

    private static Collector<String, ?, TreeSet<String>> sorted() {
        return Collectors.toCollection(TreeSet::new);
    }
}
