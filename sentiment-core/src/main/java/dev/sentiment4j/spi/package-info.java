/** What authors of engines, models, tokenizers and text steps implement. Callers need nothing from here. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.spi;
