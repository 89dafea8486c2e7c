package dev.sentiment4j.examples.dashboard.wiring;

import dev.sentiment4j.pipeline.PipelineHealth;
import dev.sentiment4j.pipeline.SentimentPipeline;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.springframework.context.SmartLifecycle;

/**
 * The pipelines of this process. Started last and stopped first: what they hold is stored before anything they need is
 * closed.
 */
public final class Workers implements SmartLifecycle {
    private final List<SentimentPipeline> pipelines;
    private volatile boolean running;

    Workers(int count, IntFunction<SentimentPipeline> pipeline) {
        this.pipelines = IntStream.rangeClosed(1, count).mapToObj(pipeline).toList();
    }

    @Override
    public void start() {
        running = true;
        pipelines.forEach(SentimentPipeline::start);
    }

    @Override
    public void stop() {
        pipelines.forEach(SentimentPipeline::stop);
        pipelines.forEach(SentimentPipeline::close);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** How each of them is. */
    public List<PipelineHealth> health() {
        return pipelines.stream().map(SentimentPipeline::health).toList();
    }
}
