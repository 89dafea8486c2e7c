package dev.sentiment4j.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a pipeline is, at one moment: for health checks and gauges. Totals count since the start.
 *
 * @param state where in its life it is
 * @param inFlight deliveries polled and not acknowledged
 * @param polled deliveries that came
 * @param acknowledged deliveries that are dealt with for good
 * @param deadLettered deliveries that went to the dead letters, once for each sink that refused one
 * @param givenBack deliveries that were given back
 * @param lastAcknowledgedAt when something was acknowledged last; empty if nothing was
 * @param lag how far the source is behind, as far as it knows
 * @param troubles steps that fail at this moment and are tried again; empty while all is well
 * @param failure what made it fail; there if and only if the state is {@link PipelineState#FAILED}
 */
public record PipelineHealth(
        PipelineState state,
        int inFlight,
        long polled,
        long acknowledged,
        long deadLettered,
        long givenBack,
        Optional<Instant> lastAcknowledgedAt,
        SourceLag lag,
        List<Trouble> troubles,
        Optional<PipelineFailedException> failure) {
    public PipelineHealth {
        troubles = List.copyOf(troubles);
    }

    /** Whether it runs, and nothing it needs is out of order. */
    public boolean isHealthy() {
        return state == PipelineState.RUNNING && troubles.isEmpty();
    }

    /**
     * A step that fails and is tried again.
     *
     * @param step which
     * @param name of the source, the analyzer, the sink or the dead letters
     * @param failures how often in a row
     * @param since when it failed first
     * @param message why it failed last
     */
    public record Trouble(PipelineListener.Step step, String name, int failures, Instant since, String message) {}
}
