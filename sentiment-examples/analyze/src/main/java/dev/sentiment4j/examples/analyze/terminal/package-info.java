/** What people see: widths, colours, bars, the card of one text, progress. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.examples.analyze.terminal;
