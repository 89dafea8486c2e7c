package dev.sentiment4j.examples.redisworker;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.pipeline.PipelineHealth;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.postgres.LabelCounts;
import dev.sentiment4j.postgres.PostFilter;
import dev.sentiment4j.postgres.PostgresOptions;
import dev.sentiment4j.postgres.PostgresPool;
import dev.sentiment4j.postgres.PostgresSchema;
import dev.sentiment4j.postgres.SentimentQueries;
import dev.sentiment4j.redis.RedisStreamOptions;
import dev.sentiment4j.redis.RedisStreamPublisher;
import dev.sentiment4j.synthetic.SyntheticOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything in one process: servers, made-up posts, workers; a line of progress every second. */
@Command(
        name = "demo",
        description = "Makes posts up, publishes them in Redis, and lets workers analyze and store them.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--redis-url", description = "a Redis that exists; one is started without it")
    @Nullable
    String redisUrl;

    @Option(names = "--jdbc-url", description = "a PostgreSQL that exists; one is started without it")
    @Nullable
    String jdbcUrl;

    @Option(names = "--posts", description = "how many posts (default: ${DEFAULT-VALUE})")
    long posts = 2000;

    @Option(names = "--rate", description = "posts a second; all at once without it")
    double rate = SyntheticOptions.AS_FAST_AS_POSSIBLE;

    @Option(names = "--workers", description = "how many workers (default: ${DEFAULT-VALUE})")
    int workers = 3;

    @Mixin
    WorkerOptions options = new WorkerOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<SentimentPipeline> pipelines = new ArrayList<>();
        Agreement agreement = new Agreement();
        try (Servers servers = Servers.open(redisUrl, jdbcUrl);
                HikariDataSource postgres =
                        PostgresPool.to(servers.jdbcUrl()).size(2 * workers + 1).open();
                SentimentAnalyzer analyzer = options.openAnalyzer();
                Generator generator = new Generator(
                        SyntheticOptions.builder().count(posts).rate(rate).build(),
                        new RedisStreamPublisher(servers.redis(), RedisStreamOptions.of(options.stream)))) {
            PostgresSchema.migrate(postgres);
            SentimentQueries queries = new SentimentQueries(postgres, PostgresOptions.defaults());
            try {
                generator.start();
                for (int i = 1; i <= workers; i++) {
                    SentimentPipeline pipeline = Worker.pipeline(
                            "worker-" + i, servers.redis(), postgres, analyzer, options, agreement.sink());
                    pipelines.add(pipeline);
                    pipeline.start();
                }
                watch(generator, pipelines, queries, out);
            } finally {
                pipelines.forEach(SentimentPipeline::stop);
                pipelines.forEach(SentimentPipeline::close);
            }
            out.printf("%nstored: %s%n", shares(queries.distribution(PostFilter.all())));
            out.printf(
                    Locale.ROOT,
                    "judged as their authors are meant to feel: %.1f %% of %,d posts%n",
                    100 * agreement.share(),
                    agreement.posts());
            out.flush();
        }
        return 0;
    }

    private static void watch(
            Generator generator, List<SentimentPipeline> pipelines, SentimentQueries queries, PrintWriter out)
            throws InterruptedException {
        long before = 0;
        while (true) {
            boolean published = generator.isDone();
            long done = 0;
            long lag = 0;
            for (SentimentPipeline pipeline : pipelines) {
                PipelineHealth health = pipeline.health();
                health.failure().ifPresent(failure -> {
                    throw failure;
                });
                done += health.acknowledged();
                OptionalLong waiting = health.lag().waiting();
                lag = Math.max(lag, waiting.orElse(0));
            }
            out.printf(
                    Locale.ROOT,
                    "published %,d   analyzed and stored %,d (%,d/s)   waiting %,d   %s%n",
                    generator.published(),
                    done,
                    done - before,
                    lag,
                    shares(queries.distribution(PostFilter.all())));
            out.flush();
            if (published && done >= generator.published()) {
                return;
            }
            before = done;
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private static String shares(LabelCounts counts) {
        double all = Math.max(1, counts.posts());
        return String.format(
                Locale.ROOT,
                "positive %.0f %%, neutral %.0f %%, negative %.0f %%",
                100 * counts.positive() / all,
                100 * counts.neutral() / all,
                100 * counts.negative() / all);
    }
}
