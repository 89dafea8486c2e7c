/** What reading platforms costs, against fake ones in a process of their own. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.benchmarks.connectors;
