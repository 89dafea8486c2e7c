package dev.sentiment4j.x;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.DeadLetters;
import dev.sentiment4j.pipeline.FileCheckpointStore;
import dev.sentiment4j.pipeline.PipelineState;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.ScriptedAnalyzer;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.memory.InMemoryPostSink;
import dev.sentiment4j.testkit.FakeX;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps docs/x.md true to the code: its examples, its tables of options, and the tests that it links. */
class XDocsTest {
    private static final Path DOCS = Path.of("..", "..", "docs", "x.md");
    private static final Path SELF = Path.of("src/test/java/dev/sentiment4j/x/XDocsTest.java");

    // @formatter:off
    @Test
    void worker_works(@TempDir Path places) throws Exception {
        try (FakeX fake = FakeX.start()) {
            XClient client = new XClient(XOptions.builder(XCredentials.bearer(Secret.of(FakeX.TOKEN))).apiUri(fake.uri()).build());
            fake.requireRules(true);
            InMemoryPostSink sink = new InMemoryPostSink();
            try (SentimentAnalyzer analyzer = ScriptedAnalyzer.fast();
                    SentimentPipeline pipeline = pipeline(client, analyzer, sink, places)) {
                fake.awaitStream();
                fake.post("so happy today");
                XTestBase.await("the post is stored", () -> !sink.posts().isEmpty());
                assertThat(pipeline.health().state()).isEqualTo(PipelineState.RUNNING);
            }
            assertThat(fake.rules()).hasSize(2);
        }
    }

    /** As the docs begin; the test has no such variable. */
    static XClient fromEnvironment() {
        XClient x = new XClient(XOptions.bearer(Secret.of(System.getenv("X_BEARER_TOKEN"))));
        return x;
    }

    private static SentimentPipeline pipeline(XClient x, SentimentAnalyzer analyzer, PostSink sink, Path places) throws InterruptedException {
        new XRules(x).sync(List.of(
                XRule.of("(acme OR @acmesupport) -is:retweet lang:en", "acme"),
                XRule.of("\"acme phone\" has:images", "pictures")))
                .orElseThrow();

        XFilteredStreamSource source = new XFilteredStreamSource(x, XStreamOptions.builder()
                .postsPerDay(20_000)
                .closeStaleConnections(true)
                .build(), new FileCheckpointStore(places));
        SentimentPipeline pipeline = SentimentPipeline.builder()
                .source(source)
                .analyzer(analyzer)
                .sink(sink)
                .deadLetters(DeadLetters.logging())
                .build();
        pipeline.start();
        return pipeline;
    }

    @Test
    void rules_work() throws Exception {
        try (FakeX fake = FakeX.start()) {
            XRules rules = new XRules(new XClient(XOptions.builder(XCredentials.clientCredentials(FakeX.KEY, FakeX.SECRET)).apiUri(fake.uri()).build()));
            List<XRule> wanted = List.of(XRule.of("acme"));
            XRuleReport report = rules.dryRun(wanted);
            report.outcomes().forEach(outcome -> System.out.println(outcome.rule().value() + ": " + outcome.status()));
            rules.counts().appCap();
            assertThat(report.isGood()).isTrue();
            assertThat(fake.rules()).isEmpty();
        }
    }

    @Test
    void searchAndRestart_work(@TempDir Path places) {
        XClient x = new XClient(XOptions.bearer("token"));
        PostSource search = new XRecentSearchSource(x, XSearchOptions.builder("acme -is:retweet")
                .interval(Duration.ofMinutes(2))
                .lookBack(Duration.ofHours(6))
                .build());
        assertThat(search.name()).isEqualTo("x:search");
        CheckpointStore checkpoints = new FileCheckpointStore(places);
        PostSource source = new XFilteredStreamSource(x, XStreamOptions.defaults(), checkpoints);
        assertThat(source.name()).isEqualTo("x:stream");
        String key = FakeX.KEY;
        String secret = FakeX.SECRET;
        XOptions exchanged =
                XOptions.builder(XCredentials.clientCredentials(key, Secret.of(secret))).build();
        assertThat(exchanged.toString()).doesNotContain(key);
    }
    // @formatter:on

    @Test
    void docs_showOnlyWhatStandsHere() throws IOException {
        String source = Files.readString(SELF);
        List<String> shown = examples()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> line.length() > 1 && !line.startsWith("import "))
                .toList();
        assertThat(shown).hasSizeGreaterThan(20).allSatisfy(line -> assertThat(source)
                .contains(line));
    }

    @Test
    void docs_beginWithAllImportsThatTheFirstExampleNeeds() throws IOException {
        String first = examples().findFirst().orElseThrow();
        List<String> imports = first.lines()
                .filter(line -> line.startsWith("import "))
                .map(line -> line.substring("import ".length(), line.length() - 1))
                .toList();
        assertThat(imports).allSatisfy(name -> assertThat(Class.forName(name)).isPublic());
        Set<String> used = Pattern.compile("(?<![\\w.\"])[A-Z]\\w+(?=[ .(])")
                .matcher(first.replaceAll("\"(\\\\.|[^\"\\\\])*\"", ""))
                .results()
                .map(MatchResult::group)
                .filter(name -> !name.equals("System"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(used)
                .isEqualTo(imports.stream()
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Stream<String> examples() throws IOException {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCS))
                .results()
                .map(block -> block.group(1));
    }

    @Test
    void docs_listEveryOption() throws IOException {
        assertThat(documented("XStreamOptions")).isEqualTo(setters(XStreamOptions.Builder.class));
        assertThat(documented("XSearchOptions")).isEqualTo(setters(XSearchOptions.Builder.class));
    }

    private static Set<String> documented(String table) throws IOException {
        Set<String> documented = new TreeSet<>();
        boolean in = false;
        for (String line : Files.readAllLines(DOCS)) {
            in = in ? line.startsWith("|") : line.startsWith("| `" + table + "`");
            if (in && line.startsWith("| `") && !line.contains(table)) {
                documented.add(line.split("`")[1]);
            }
        }
        return documented;
    }

    private static Set<String> setters(Class<?> builder) {
        return Stream.of(builder.getDeclaredMethods())
                .filter(method -> method.getReturnType() == builder)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void checklist_linksTestsThatAreThere() throws IOException {
        List<MatchResult> links = Pattern.compile("\\[`(\\w+)`]\\(\\.\\./(\\S+/(\\w+)\\.java)\\)")
                .matcher(Files.readString(DOCS))
                .results()
                .toList();
        assertThat(links).hasSizeGreaterThan(40).allSatisfy(link -> assertThat(
                        Files.readString(Path.of("..", "..", link.group(2))))
                .contains("void " + link.group(1) + "("));
    }
}
