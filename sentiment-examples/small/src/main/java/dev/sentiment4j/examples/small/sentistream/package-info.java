/** From one Redis stream into another, and into PostgreSQL. */
@NullMarked
package dev.sentiment4j.examples.small.sentistream;

import org.jspecify.annotations.NullMarked;
