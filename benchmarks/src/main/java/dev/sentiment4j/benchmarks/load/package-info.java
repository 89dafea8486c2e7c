/** Load: closed loops of callers, and open loops whose arrivals do not wait for answers. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.benchmarks.load;
