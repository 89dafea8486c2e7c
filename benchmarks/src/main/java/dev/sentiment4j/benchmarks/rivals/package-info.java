/** Other ways to serve the same model: one class each, so that a reader sees what each does. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.benchmarks.rivals;
