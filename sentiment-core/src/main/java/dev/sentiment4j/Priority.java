package dev.sentiment4j;

/** Who goes first when texts wait for the engine. */
public enum Priority {
    /** Somebody waits for the answer: the default of single texts. */
    INTERACTIVE,
    /**
     * Work that can wait: the default of lists and streams. Runs when no interactive text waits, or once it has waited
     * for {@link dev.sentiment4j.batch.BatchOptions#bulkAging()}.
     */
    BULK
}
