package dev.sentiment4j.spring;

import dev.sentiment4j.pipeline.PipelineState;
import dev.sentiment4j.pipeline.SentimentPipeline;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;

/**
 * The application's pipelines: one for each source among its beans, and those that are beans themselves. Starts them
 * when everything else has started, and stops them before anything else: no post is in work any more when web server,
 * analyzers and connection pools go. Thread-safe.
 *
 * <p>A pipeline runs once. When a context is stopped and started again, those made of sources and sinks with prototype
 * scope, which the library's are, are made anew; others stay as they ended, which is logged.
 */
public final class SentimentPipelines implements SmartLifecycle, SmartInitializingSingleton, DisposableBean {
    /** {@value}: before everything that has no phase of its own, web servers included. */
    public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 100;

    private static final Logger log = LoggerFactory.getLogger(SentimentPipelines.class);

    private final PipelineAssembly assembly;
    private final boolean autoStartup;
    private volatile Map<String, SentimentPipeline> pipelines = Map.of();
    private volatile boolean running;
    private boolean used;

    SentimentPipelines(PipelineAssembly assembly, boolean autoStartup) {
        this.assembly = assembly;
        this.autoStartup = autoStartup;
    }

    /** All of them by name, in the order in which they are started. */
    public Map<String, SentimentPipeline> pipelines() {
        return pipelines;
    }

    /** What is known of the connection of a pipeline's source; empty for a pipeline that the host has made itself. */
    Optional<SourceWatch> watch(String pipeline) {
        return assembly.watch(pipeline);
    }

    /** Builds them at once, so that what cannot work is said at the start. */
    @Override
    public void afterSingletonsInstantiated() {
        pipelines = assembly.build();
    }

    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        if (used) {
            pipelines = renewed();
        }
        used = true;
        running = true;
        pipelines.values().stream().filter(SentimentPipelines::isNew).forEach(SentimentPipeline::start);
    }

    private Map<String, SentimentPipeline> renewed() {
        Map<String, SentimentPipeline> next = new LinkedHashMap<>(pipelines);
        assembly.rebuild().forEach(next::put);
        next.forEach((name, pipeline) -> {
            if (!isNew(pipeline)) {
                log.warn(
                        "pipeline '{}' is {} and is not started again: a pipeline runs once, and it or one of its parts"
                                + " is a singleton bean; give its source, sinks and dead letters prototype scope",
                        name,
                        pipeline.state());
            }
        });
        return Map.copyOf(next);
    }

    private static boolean isNew(SentimentPipeline pipeline) {
        return pipeline.state() == PipelineState.NEW;
    }

    @Override
    public void stop() {
        stopped(pipelines.values()).exceptionally(failure -> null).join();
        running = false;
    }

    /** Returns at once; all pipelines stop at the same time. */
    @Override
    public void stop(Runnable callback) {
        stopped(pipelines.values()).whenComplete((ended, failure) -> {
            running = false;
            callback.run();
        });
    }

    private static CompletableFuture<Void> stopped(Collection<SentimentPipeline> pipelines) {
        return CompletableFuture.allOf(pipelines.stream()
                .filter(pipeline -> !isNew(pipeline))
                .map(SentimentPipeline::stop)
                .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean isAutoStartup() {
        return autoStartup;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** Closes also what was never started. */
    @Override
    public void destroy() {
        pipelines.values().forEach(SentimentPipeline::close);
    }
}
