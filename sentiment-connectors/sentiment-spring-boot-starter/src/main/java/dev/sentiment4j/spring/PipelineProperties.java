package dev.sentiment4j.spring;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.pipeline.PipelineOptions;
import dev.sentiment4j.pipeline.RetryPolicy;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

/**
 * How posts travel from the sources through an analyzer into the sinks; see {@link PipelineOptions}.
 *
 * @param enabled Whether a pipeline is made for each source among the beans.
 * @param autoStartup Whether pipelines start with the application.
 * @param name Name in logs, metrics and health; followed by that of the source's bean where there are several sources.
 * @param analyzer Bean name of the analyzer; by default the one that is injected where nothing else is asked for.
 * @param heads Heads of the results; by default all that the model has.
 * @param timeout How long the analysis of a post may take; by default as long as it takes.
 * @param batchSize Deliveries of one poll, and events of one write, at most.
 * @param analysisBatchSize Posts that go to the analyzer in one list at most; 0 for 64 a lane, from 128 to 512.
 * @param analysisConcurrency Lists that are with the analyzer at the same time.
 * @param maxInFlight Deliveries polled and not acknowledged at most.
 * @param maxInFlightChars Characters of the texts in flight above which nothing is polled.
 * @param pollTimeout How long a poll waits for the first delivery, and so how soon an idle pipeline stops.
 * @param retry How long to wait before trying again what can heal.
 * @param analysisAttempts Attempts after which a post whose analysis fails in a retriable way goes to the dead letters.
 * @param maxConsecutiveFailures Posts in a row that fail before the pipeline stops as failed.
 * @param maxDeliveries Deliveries after which an entry goes to the dead letters unread; by default no limit.
 * @param stopTimeout How long a stop may finish what is in work.
 * @param health When a pipeline that works counts as unhealthy all the same.
 */
@ConfigurationProperties("sentiment.pipeline")
public record PipelineProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("true") boolean autoStartup,
        @DefaultValue("posts") String name,
        @Nullable String analyzer,
        @DefaultValue Set<String> heads,
        @Nullable Duration timeout,
        @DefaultValue("500") int batchSize,
        @DefaultValue("0") int analysisBatchSize,
        @DefaultValue("3") int analysisConcurrency,
        @DefaultValue("2048") int maxInFlight,
        @DefaultValue("16000000") long maxInFlightChars,
        @DefaultValue("500ms") Duration pollTimeout,
        @DefaultValue Retry retry,
        @DefaultValue("5") int analysisAttempts,
        @DefaultValue("100") int maxConsecutiveFailures,
        @Nullable Integer maxDeliveries,
        @DefaultValue("3s") Duration stopTimeout,
        @DefaultValue Health health)
        implements Validator {
    public PipelineProperties {
        heads = Set.copyOf(heads);
    }

    /**
     * How long to wait before trying again what can heal; see {@link RetryPolicy}.
     *
     * @param initialDelay Longest wait before the second attempt.
     * @param maxDelay Longest wait at all.
     * @param multiplier By which the longest wait grows with each attempt.
     */
    public record Retry(
            @DefaultValue("100ms") Duration initialDelay,
            @DefaultValue("30s") Duration maxDelay,
            @DefaultValue("2") double multiplier) {
        RetryPolicy toPolicy() {
            return RetryPolicy.exponential(initialDelay, maxDelay, multiplier);
        }
    }

    /**
     * When a pipeline that works counts as unhealthy all the same, because it is too far behind.
     *
     * @param maxWaiting Entries waiting in the source above which health is "out of service"; by default no limit.
     * @param maxAge Age of the entry delivered last above which health is "out of service"; by default no limit.
     * @param maxDisconnected How long a source that connects again by itself may be away before health is "out of
     *     service".
     */
    public record Health(
            @Nullable Long maxWaiting,
            @Nullable Duration maxAge,
            @DefaultValue("1m") Duration maxDisconnected) {}

    @Override
    public boolean supports(Class<?> type) {
        return PipelineProperties.class.isAssignableFrom(type);
    }

    /** Reports every value that cannot work. */
    @Override
    public void validate(Object target, Errors errors) {
        PipelineProperties properties = (PipelineProperties) target;
        OptionProblems problems = new OptionProblems(errors, "");
        if (properties.name.isBlank()) {
            problems.report("name", "must not be blank");
        }
        Long maxWaiting = properties.health.maxWaiting;
        if (maxWaiting != null && maxWaiting < 0) {
            problems.report("health.maxWaiting", "must not be negative");
        }
        Duration maxAge = properties.health.maxAge;
        if (maxAge != null && (maxAge.isZero() || maxAge.isNegative())) {
            problems.report("health.maxAge", "must be positive");
        }
        if (properties.health.maxDisconnected.isZero() || properties.health.maxDisconnected.isNegative()) {
            problems.report("health.maxDisconnected", "must be positive");
        }
        problems.collect("retry", properties.retry::toPolicy);
        problems.collect("", properties::toAnalysisOptions);
        problems.collect("", () -> properties.withoutRetry().build());
    }

    AnalysisOptions toAnalysisOptions() {
        AnalysisOptions options = AnalysisOptions.defaults().withHeads(heads);
        return timeout == null ? options : options.withTimeout(timeout);
    }

    PipelineOptions toOptions() {
        return withoutRetry().retry(retry.toPolicy()).build();
    }

    private PipelineOptions.Builder withoutRetry() {
        return PipelineOptions.builder()
                .batchSize(batchSize)
                .analysisBatchSize(analysisBatchSize)
                .analysisConcurrency(analysisConcurrency)
                .maxInFlight(maxInFlight)
                .maxInFlightChars(maxInFlightChars)
                .pollTimeout(pollTimeout)
                .analysisAttempts(analysisAttempts)
                .maxConsecutiveFailures(maxConsecutiveFailures)
                .maxDeliveries(maxDeliveries == null ? PipelineOptions.UNLIMITED : maxDeliveries)
                .stopTimeout(stopTimeout);
    }
}
