package dev.sentiment4j.spring;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;

/** The health of each pipeline by its name; they are known only once the application has started. */
final class PipelinesHealth implements CompositeHealthContributor {
    private final SentimentPipelines pipelines;
    private final PipelineProperties.Health limits;

    PipelinesHealth(SentimentPipelines pipelines, PipelineProperties.Health limits) {
        this.pipelines = pipelines;
        this.limits = limits;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        return pipelines.pipelines().containsKey(name) ? indicator(name) : null;
    }

    @Override
    public Stream<HealthContributors.Entry> stream() {
        return pipelines.pipelines().keySet().stream().map(name -> new HealthContributors.Entry(name, indicator(name)));
    }

    private PipelineHealthIndicator indicator(String name) {
        return new PipelineHealthIndicator(
                () -> pipelines.pipelines().get(name),
                () -> pipelines.watch(name).flatMap(SourceWatch::outage),
                limits);
    }
}
