/** JMH benchmarks: the public API beside the raw engine, on the same texts, in the same run. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.benchmarks;
