package dev.sentiment4j.micrometer;

import dev.sentiment4j.pipeline.DeadLetters;
import dev.sentiment4j.pipeline.ScriptedAnalyzer;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.pipeline.memory.InMemoryPostSink;
import dev.sentiment4j.pipeline.memory.InMemoryPostSource;

/** Pipelines to show in gauges. */
final class Pipelines {
    private Pipelines() {}

    /** One that was not started; four posts wait for it. */
    static SentimentPipeline idle(String name) {
        return SentimentPipeline.builder()
                .name(name)
                .source(InMemoryPostSource.of(TestPosts.posts(0, 4)))
                .analyzer(ScriptedAnalyzer.fast())
                .sink(new InMemoryPostSink())
                .deadLetters(DeadLetters.logging())
                .build();
    }
}
