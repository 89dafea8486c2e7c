package dev.sentiment4j.pipeline;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.SentimentAnalyzer;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What a pipeline is made of. */
record PipelineParts(
        String name,
        PostSource source,
        SentimentAnalyzer analyzer,
        AnalysisOptions analysis,
        List<PostSink> sinks,
        DeadLetters deadLetters,
        PipelineOptions options,
        PipelineListener listener,
        ThreadFactory threads,
        Clock clock,
        LongSupplier nanoClock,
        Pause pause,
        RandomGenerator random) {}
