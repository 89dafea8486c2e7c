/** Sources, sinks and dead letters that keep everything in memory: for tests, demos, and as a reference. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.pipeline.memory;
