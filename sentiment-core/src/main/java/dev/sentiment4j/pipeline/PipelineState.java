package dev.sentiment4j.pipeline;

/** Where in its life a pipeline is. */
public enum PipelineState {
    /** Built, not started. */
    NEW,
    /** Started; it may be waiting for a source or sink that is not there yet. */
    RUNNING,
    /** Asked to stop, or about to fail: it finishes or gives back what it holds. */
    STOPPING,
    /** Stopped in good order, or because its source has nothing more to give. For good. */
    STOPPED,
    /** Stopped because of something that only a person can mend. For good. */
    FAILED;

    /** Whether nothing will happen any more. */
    public boolean isTerminal() {
        return this == STOPPED || this == FAILED;
    }
}
