/** Rows in, rows with results out: text lines, CSV, TSV and JSON lines, streamed in order. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.examples.analyze.io;
