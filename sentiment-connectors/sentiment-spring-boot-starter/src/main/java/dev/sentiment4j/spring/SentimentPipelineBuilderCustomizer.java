package dev.sentiment4j.spring;

import dev.sentiment4j.pipeline.SentimentPipeline;

/**
 * Changes pipelines before they are built, beyond what properties can say: a listener, a clock, a thread factory. Beans
 * of this type are called in their order, after the properties, each time a pipeline is started.
 */
@FunctionalInterface
public interface SentimentPipelineBuilderCustomizer {
    /**
     * Changes one pipeline.
     *
     * @param name the pipeline's name
     */
    void customize(String name, SentimentPipeline.Builder builder);
}
