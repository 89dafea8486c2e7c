package dev.sentiment4j.spring;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Meters of analyzers and pipelines, in the application's registry.
 *
 * @param enabled Whether analyzers and pipelines have meters.
 * @param histograms Whether timers publish percentile histograms: some eighty series each.
 */
@ConfigurationProperties("sentiment.metrics")
public record SentimentMetricsProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("false") boolean histograms) {}
