/** A long run that watches memory and threads. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.benchmarks.soak;
