package dev.sentiment4j.examples.livefeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.pipeline.DeadLetters;
import dev.sentiment4j.pipeline.FileCheckpointStore;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.reddit.RedditClient;
import dev.sentiment4j.reddit.RedditClientOptions;
import dev.sentiment4j.reddit.RedditCredentials;
import dev.sentiment4j.reddit.RedditSource;
import dev.sentiment4j.reddit.RedditSourceOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The demonstration as README.md starts it, and what that shows. */
class LiveFeedTest {
    @Test
    @Timeout(value = 90, unit = TimeUnit.SECONDS)
    void demo_showsPostsOfBothPlatforms() {
        StringWriter out = new StringWriter();
        int status = new CommandLine(new LiveFeed())
                .setOut(new PrintWriter(out))
                .execute("--demo", "--lexicon", "--posts", "30", "--rate", "20");
        assertThat(status).as(out.toString()).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).anyMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d  .*  [+-]\\d\\.\\d\\d  x  .*"));
        assertThat(lines).anyMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d  .*  [+-]\\d\\.\\d\\d  reddit  .*"));
        assertThat(lines.get(lines.size() - 1)).matches("\\d+ posts: .*");
    }

    @Test
    void nothingToRead_isSaid() {
        StringWriter err = new StringWriter();
        int status =
                new CommandLine(new LiveFeed()).setErr(new PrintWriter(err)).execute();
        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--demo");
    }

    @Test
    void aMissingToken_isNamed() {
        assertThatThrownBy(() -> Feeds.ofEnvironment(
                        Map.of("REDDIT_CLIENT_ID", "id"), List.of(), List.of("java"), new InMemoryCheckpointStore()))
                .hasMessageContaining("REDDIT_CLIENT_SECRET");
    }

    @Test
    void lines_doNothingToTheTerminal() {
        assertThat(TerminalSink.line("a\u001b[31m\nb\u202ec")).isEqualTo("a [31m b c");
        assertThat(TerminalSink.line("x".repeat(500))).hasSize(100).endsWith("…");
    }

    // @formatter:off
    static void ownFeed(String id, String secret, PostSink sink) {
        RedditClient reddit = new RedditClient(RedditClientOptions.builder(
                        RedditCredentials.clientCredentials(id, Secret.of(secret)), "server:com.example.mood:1.0 (by /u/you)")
                .build());
        try (SentimentAnalyzer analyzer = SentimentAnalyzer.create();
                SentimentPipeline pipeline = SentimentPipeline.builder()
                        .name("mood")
                        .source(new RedditSource(
                                reddit,
                                RedditSourceOptions.builder("android", "iphone").build(),
                                new FileCheckpointStore(Path.of("checkpoints"))))
                        .analyzer(analyzer)
                        .sink(sink)
                        .deadLetters(DeadLetters.logging())
                        .build()) {
            pipeline.run();
        }
    }
    // @formatter:on

    @Test
    void readme_showsOnlyWhatIsCompiledHere() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String shown = readme.substring(readme.indexOf("```java\n") + 8);
        String code = squeezed(shown.substring(0, shown.indexOf("```")));
        assertThat(code).contains("SentimentPipeline.builder()");
        assertThat(squeezed(
                        Files.readString(Path.of("src/test/java/dev/sentiment4j/examples/livefeed/LiveFeedTest.java"))))
                .contains(code);
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}
