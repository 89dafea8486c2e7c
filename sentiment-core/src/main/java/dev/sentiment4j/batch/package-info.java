/**
 * The engine room: admission, queue, planner and lanes. Callers touch {@link dev.sentiment4j.batch.BatchOptions} alone.
 */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.batch;
