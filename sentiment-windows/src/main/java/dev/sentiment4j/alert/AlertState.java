package dev.sentiment4j.alert;

/** Where an episode stands. */
public enum AlertState {
    /** The condition holds, but not yet for long enough. */
    PENDING,
    /** It has held for long enough. */
    FIRING,
    /** It is over. */
    RESOLVED
}
