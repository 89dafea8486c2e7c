package dev.sentiment4j.pipeline;

/** Why deliveries are given back to their source. */
public enum NackReason {
    /** The consumer stops in good order: nothing is known against the entry. */
    STOPPING,
    /** The consumer failed while it had the entry, perhaps because of it. */
    FAILED
}
