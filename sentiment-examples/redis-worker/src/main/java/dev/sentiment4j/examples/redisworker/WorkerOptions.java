package dev.sentiment4j.examples.redisworker;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.lexicon.LexiconAnalyzer;
import dev.sentiment4j.redis.RedisSourceOptions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What workers are told on the command line, alone or in the demonstration. */
final class WorkerOptions {
    @Option(names = "--stream", description = "the stream of posts (default: ${DEFAULT-VALUE})")
    String stream = RedisSourceOptions.DEFAULT_STREAM;

    @Option(
            names = "--lexicon",
            description = "judge by a list of words instead of the model: poorer, and a hundred times as fast")
    boolean lexicon;

    @Option(
            names = "--claim-idle",
            description = "after how long the posts of a worker that has died go to others (default: ${DEFAULT-VALUE})")
    Duration claimIdle = Duration.ofSeconds(30);

    SentimentAnalyzer openAnalyzer() {
        return lexicon ? LexiconAnalyzer.create() : SentimentAnalyzer.create();
    }
}
