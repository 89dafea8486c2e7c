/** Shares with intervals: as counted, and corrected for what the model is known to confuse. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.prevalence;
