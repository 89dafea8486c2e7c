package dev.sentiment4j.examples.redisworker;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The example's command line. */
@Command(
        name = "run",
        description = "Posts through Redis Streams and any number of workers into PostgreSQL.",
        mixinStandardHelpOptions = true,
        subcommands = {DemoCommand.class, WorkerCommand.class})
public final class RedisWorker {
    private RedisWorker() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new RedisWorker())
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure.getMessage());
                    return 3;
                })
                .execute(args));
    }
}
