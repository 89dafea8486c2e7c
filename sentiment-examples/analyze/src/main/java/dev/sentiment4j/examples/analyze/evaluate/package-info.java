/** How well a model agrees with people's labels: figures, tables and a picture. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.examples.analyze.evaluate;
