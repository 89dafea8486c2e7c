/**
 * What analyzers do, as meters of a Micrometer registry. Start at {@link dev.sentiment4j.micrometer.SentimentMetrics}.
 */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.micrometer;
