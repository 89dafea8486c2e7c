package dev.sentiment4j.examples.redisworker;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.postgres.PostgresPool;
import dev.sentiment4j.redis.RedisOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One worker process, to be started as often as there is work; a signal stops it gracefully. */
@Command(
        name = "worker",
        description = "One worker over servers that exist. Start as many as you like, anywhere.",
        mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
    @Option(names = "--redis-url", required = true, description = "such as redis://localhost:6379")
    String redisUrl = "";

    @Option(names = "--jdbc-url", required = true, description = "such as jdbc:postgresql://localhost/posts")
    String jdbcUrl = "";

    @Option(names = "--name", required = true, description = "this worker's name, unlike any other's")
    String name = "";

    @Mixin
    WorkerOptions options = new WorkerOptions();

    @Override
    public Integer call() {
        try (SentimentAnalyzer analyzer = options.openAnalyzer();
                HikariDataSource postgres = PostgresPool.to(jdbcUrl).open();
                SentimentPipeline pipeline =
                        Worker.pipeline(name, RedisOptions.of(redisUrl), postgres, analyzer, options)) {
            // A signal ends the JVM when its hooks have ended, so this one waits.
            Runtime.getRuntime().addShutdownHook(new Thread(pipeline::close, name + "-shutdown"));
            System.out.println(name + " works");
            pipeline.run();
            return 0;
        }
    }
}
