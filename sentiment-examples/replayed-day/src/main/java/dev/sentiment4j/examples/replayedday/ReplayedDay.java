package dev.sentiment4j.examples.replayedday;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.alert.AlertEngine;
import dev.sentiment4j.alert.AlertRules;
import dev.sentiment4j.alert.AlertSink;
import dev.sentiment4j.churn.ChurnOptions;
import dev.sentiment4j.churn.ChurnScorer;
import dev.sentiment4j.lexicon.LexiconAnalyzer;
import dev.sentiment4j.pipeline.DeadLetters;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.memory.InMemoryPostSource;
import dev.sentiment4j.window.Dimension;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSnapshot;
import dev.sentiment4j.window.WindowSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a day of posts up, analyzes them, and shows what windows and alerts make of them. */
@Command(
        name = "run",
        description = "A made-up day of posts in windows of half an hour, with alerts, a table and a chart.",
        mixinStandardHelpOptions = true)
public final class ReplayedDay implements Callable<Integer> {
    @Option(names = "--posts-per-minute", defaultValue = "4", description = "on average; default ${DEFAULT-VALUE}")
    private double postsPerMinute = 4;

    @Option(names = "--seed", defaultValue = "7", description = "another day for each; default ${DEFAULT-VALUE}")
    private long seed = 7;

    @Option(names = "--chart", defaultValue = "day.png", description = "where the chart goes; default ${DEFAULT-VALUE}")
    private Path chart = Path.of("day.png");

    @Option(names = "--lexicon", description = "judge by words instead of the model: quick, and rough")
    private boolean lexicon;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What the day came to. */
    record Day(List<WindowSnapshot> windows, List<Alert> alerts) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(postsPerMinute > 0 && postsPerMinute <= 500)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--posts-per-minute = " + postsPerMinute + ": must be above 0, and at most 500");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Post> posts = MadeUpDay.posts(postsPerMinute, seed);
        out.printf("%,d posts%n", posts.size());
        Day day;
        try (SentimentAnalyzer analyzer = lexicon ? LexiconAnalyzer.create() : SentimentAnalyzer.create()) {
            day = replay(posts, analyzer, new Table(out));
        }
        DayChart.write(day.windows(), day.alerts(), chart);
        out.println("chart: " + chart.toAbsolutePath());
        out.flush();
        return 0;
    }

    /** As a host would do it live, but with the posts of a day at once. */
    static Day replay(List<Post> posts, SentimentAnalyzer analyzer, Table table)
            throws IOException, InterruptedException {
        Day day = new Day(new ArrayList<>(), new ArrayList<>());
        WindowOptions options = WindowOptions.builder()
                .window(WindowSpec.tumbling(Duration.ofMinutes(30)))
                .dimension(Dimension.product())
                .dimension(Dimension.city())
                .churn(new ChurnScorer(ChurnOptions.defaults())::risk)
                .build();
        AlertEngine alerts = AlertEngine.builder(AlertRules.fromYaml(resource("rules.yaml")))
                .windows(options)
                .sink(AlertSink.of("table", alert -> {
                    day.alerts().add(alert);
                    table.alert(alert);
                }))
                .build();
        SentimentWindows windows = SentimentWindows.builder(options)
                .clock(Clock.fixed(MadeUpDay.START.plus(MadeUpDay.LENGTH), ZoneOffset.UTC))
                .listener(window -> {
                    day.windows().add(window);
                    table.window(window);
                })
                .listener(alerts)
                .build();
        table.head();
        try (SentimentPipeline pipeline = SentimentPipeline.builder()
                .name("replay")
                .source(InMemoryPostSource.of(posts))
                .analyzer(analyzer)
                .sink(windows)
                .deadLetters(DeadLetters.logging())
                .build()) {
            pipeline.run();
        }
        windows.advanceTo(MadeUpDay.START.plus(MadeUpDay.LENGTH));
        return day;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReplayedDay.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new ReplayedDay())
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure.getMessage());
                    return 3;
                })
                .execute(args));
    }
}
