/**
 * How posts travel: from a {@link dev.sentiment4j.pipeline.PostSource} through an analyzer into
 * {@link dev.sentiment4j.pipeline.PostSink}s, at least once, and what connectors implement.
 */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.pipeline;
