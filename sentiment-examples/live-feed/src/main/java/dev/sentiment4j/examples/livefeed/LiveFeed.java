package dev.sentiment4j.examples.livefeed;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.lexicon.LexiconAnalyzer;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.DeadLetters;
import dev.sentiment4j.pipeline.FileCheckpointStore;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.postgres.PostgresOptions;
import dev.sentiment4j.postgres.PostgresPool;
import dev.sentiment4j.postgres.PostgresSchema;
import dev.sentiment4j.postgres.PostgresSink;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisStreamSink;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The example's command line. Each platform has a pipeline of its own, all share the analyzer and the terminal. */
@Command(
        name = "run",
        description = {
            "Shows posts of X and Reddit with what their authors feel, while they are written.",
            "Tokens come from the environment: X_BEARER_TOKEN; REDDIT_CLIENT_ID, REDDIT_CLIENT_SECRET,"
                    + " REDDIT_USER_AGENT."
        },
        mixinStandardHelpOptions = true)
public final class LiveFeed implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(200);

    @Option(names = "--demo", description = "made-up posts, from an X and a Reddit on this machine; needs no token")
    boolean demo;

    @Option(names = "--x-rule", description = "a rule of X's filtered stream; the app's others are deleted")
    List<String> xRules = new ArrayList<>();

    @Option(names = "--subreddit", description = "a subreddit, without r/")
    List<String> subreddits = new ArrayList<>();

    @Option(names = "--redis-url", description = "also append results to processed_posts_stream there")
    @Nullable
    String redisUrl;

    @Option(names = "--jdbc-url", description = "also store posts and results there")
    @Nullable
    String jdbcUrl;

    @Option(
            names = "--checkpoints",
            description = "where to keep how far each platform was read (default: ${DEFAULT-VALUE})")
    Path checkpoints = Path.of("live-feed-checkpoints");

    @Option(names = "--posts", description = "stop after so many posts")
    long posts = Long.MAX_VALUE;

    @Option(names = "--rate", description = "posts a second of the demonstration (default: ${DEFAULT-VALUE})")
    double rate = 4;

    @Option(names = "--lexicon", description = "judge by a list of words instead of the model")
    boolean lexicon;

    @Spec
    CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        System.exit(new CommandLine(new LiveFeed())
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure.getMessage());
                    return 3;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (!demo && xRules.isEmpty() && subreddits.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "name what to read: --demo, or --x-rule and --subreddit as often as you like");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("opening the model ...");
        out.flush();
        try (SentimentAnalyzer analyzer = lexicon ? LexiconAnalyzer.create() : SentimentAnalyzer.create();
                Stores stores = Stores.open(redisUrl, jdbcUrl);
                CheckpointStore places = demo ? new InMemoryCheckpointStore() : new FileCheckpointStore(checkpoints)) {
            if (!demo) {
                run(Feeds.ofEnvironment(System.getenv(), xRules, subreddits, places), analyzer, stores, out);
                return 0;
            }
            try (Demo platforms = Demo.start(rate)) {
                run(platforms.sources(places), analyzer, stores, out);
            }
            return 0;
        }
    }

    private void run(List<PostSource> sources, SentimentAnalyzer analyzer, Stores stores, PrintWriter out)
            throws InterruptedException {
        TerminalSink terminal = new TerminalSink(out, posts);
        List<SentimentPipeline> pipelines = new ArrayList<>();
        try {
            for (PostSource source : sources) {
                SentimentPipeline.Builder builder = SentimentPipeline.builder()
                        .name("live-" + source.name().replaceAll("[^A-Za-z0-9]+", "-"))
                        .source(source)
                        .analyzer(analyzer)
                        .deadLetters(DeadLetters.logging())
                        .sink(terminal.share());
                stores.sinks().forEach(builder::sink);
                pipelines.add(builder.build());
            }
            // A signal ends the JVM when its hooks have ended, so what was begun is finished.
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> pipelines.forEach(SentimentPipeline::close), "live-shutdown"));
            pipelines.forEach(SentimentPipeline::start);
            while (!terminal.awaitEnough(LOOK)) {
                for (SentimentPipeline pipeline : pipelines) {
                    pipeline.health().failure().ifPresent(failure -> {
                        throw failure;
                    });
                }
            }
        } finally {
            pipelines.forEach(SentimentPipeline::close);
        }
        out.println(terminal.summary());
        out.flush();
    }

    /** Where results go beside the terminal. */
    private record Stores(
            @Nullable RedisOptions redis, @Nullable HikariDataSource postgres) implements AutoCloseable {
        static Stores open(@Nullable String redisUrl, @Nullable String jdbcUrl) {
            RedisOptions redis = redisUrl == null ? null : RedisOptions.of(redisUrl);
            if (jdbcUrl == null) {
                return new Stores(redis, null);
            }
            HikariDataSource pool = PostgresPool.to(jdbcUrl).open();
            try {
                PostgresSchema.migrate(pool);
                return new Stores(redis, pool);
            } catch (RuntimeException e) {
                pool.close();
                throw e;
            }
        }

        /** New ones for each pipeline. */
        List<PostSink> sinks() {
            List<PostSink> sinks = new ArrayList<>();
            if (redis != null) {
                sinks.add(new RedisStreamSink(redis));
            }
            if (postgres != null) {
                sinks.add(new PostgresSink(postgres, PostgresOptions.defaults()));
            }
            return sinks;
        }

        @Override
        public void close() {
            if (postgres != null) {
                postgres.close();
            }
        }
    }
}
