package dev.sentiment4j.reddit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.DeadLetters;
import dev.sentiment4j.pipeline.FileCheckpointStore;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.reddit.RedditSourceOptions.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps docs/reddit.md and docs/checkpoints.md true to the code: examples, options, and the tests they name. */
class RedditDocsTest {
    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final Path SELF = Path.of("src/test/java/dev/sentiment4j/reddit/RedditDocsTest.java");
    private static final Path MAIN = Path.of("src/main/java/dev/sentiment4j/reddit");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?!static )\\S+;");

    // @formatter:off
    static void reddit(String clientId, String clientSecret, Path directory, SentimentAnalyzer analyzer, PostSink sink) {
        RedditCredentials credentials = RedditCredentials.clientCredentials(clientId, Secret.of(clientSecret));
        RedditClient client = new RedditClient(
                RedditClientOptions.builder(credentials, "server:com.example.mood:1.2 (by /u/ann)").build());

        RedditSource source = new RedditSource(
                client,
                RedditSourceOptions.builder("java", "kotlin").kinds(List.of(Kind.POSTS, Kind.COMMENTS)).build(),
                new FileCheckpointStore(directory));

        try (SentimentPipeline pipeline = SentimentPipeline.builder()
                .name("reddit")
                .source(source)
                .analyzer(analyzer)
                .sink(sink)
                .deadLetters(DeadLetters.logging())
                .build()) {
            pipeline.run();
        }
    }

    static RedditSource checkpoints(RedditClient client) {
        CheckpointStore places = new FileCheckpointStore(Path.of("/var/lib/mood/checkpoints"));
        RedditSource source = new RedditSource(client, RedditSourceOptions.builder("java", "kotlin").build(), places);
        return source;
    }
    // @formatter:on

    @ParameterizedTest
    @ValueSource(strings = {"reddit.md", "checkpoints.md"})
    void docs_showOnlyWhatIsCompiledHere(String page) throws IOException {
        String here = squeezed(Files.readString(SELF));
        List<String> shown = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCS.resolve(page)))
                .results()
                .map(block -> squeezed(IMPORT.matcher(block.group(1)).replaceAll("")))
                .toList();
        assertThat(shown).isNotEmpty().allSatisfy(code -> assertThat(here).contains(code));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }

    /** Whoever copies the first example needs no guess about packages. */
    @Test
    void docs_importWhatTheirFirstExampleNames() throws IOException {
        String page = Files.readString(DOCS.resolve("reddit.md"));
        String shown = page.substring(page.indexOf("```java\n") + 8);
        shown = shown.substring(0, shown.indexOf("```"));
        Set<String> known = new TreeSet<>(IMPORT.matcher(Files.readString(SELF))
                .results()
                .map(MatchResult::group)
                .toList());
        try (Stream<Path> own = Files.list(MAIN)) {
            own.map(file -> file.getFileName().toString().replace(".java", ""))
                    .forEach(type -> known.add("import dev.sentiment4j.reddit." + type + ";"));
        }
        String code = IMPORT.matcher(shown).replaceAll("");
        assertThat(IMPORT.matcher(shown).results().map(MatchResult::group))
                .containsExactlyInAnyOrderElementsOf(known.stream()
                        .filter(line -> Pattern.compile("(?<!\\.)\\b" + line.replaceAll(".*\\.|;", "") + "\\b")
                                .matcher(code)
                                .find())
                        .toList());
    }

    @Test
    void docs_listEveryOption() throws IOException {
        Set<String> documented = new TreeSet<>();
        boolean in = false;
        for (String line : Files.readAllLines(DOCS.resolve("reddit.md"))) {
            in = in ? line.startsWith("|") : line.matches("\\| `Reddit(Source|Client)Options`.*");
            if (in && line.startsWith("| `") && !line.contains("| Unit |")) {
                Pattern.compile("`([^`]+)`")
                        .matcher(line.split("\\|", -1)[1])
                        .results()
                        .forEach(name -> documented.add(name.group(1)));
            }
        }
        assertThat(documented)
                .isEqualTo(Stream.of(RedditSourceOptions.Builder.class, RedditClientOptions.Builder.class)
                        .flatMap(type ->
                                Stream.of(type.getDeclaredMethods()).filter(method -> method.getReturnType() == type))
                        .map(method -> method.getName())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void checklist_linksTestsThatAreThere() throws IOException {
        List<MatchResult> links = Pattern.compile("\\[`(\\w+)`]\\(\\.\\./(\\S+\\.java)\\)")
                .matcher(Files.readString(DOCS.resolve("reddit.md")))
                .results()
                .toList();
        assertThat(links).hasSizeGreaterThan(40);
        for (MatchResult link : links) {
            assertThat(Files.readString(DOCS.resolveSibling(link.group(2))))
                    .as(link.group(1))
                    .contains("void " + link.group(1) + "(");
        }
    }

    @Test
    void docs_linkPagesThatAreThere() throws IOException {
        assertThat(Pattern.compile("\\]\\((?!http)([^)#]+)")
                        .matcher(Files.readString(DOCS.resolve("reddit.md")))
                        .results()
                        .map(link -> DOCS.resolve(link.group(1))))
                .isNotEmpty()
                .allSatisfy(page -> assertThat(page).isRegularFile());
    }
}
