/** A day of made-up posts, analyzed, counted in windows, watched by rules, and drawn. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.examples.replayedday;
