/** A sentiment model small enough to need no engine: weights of words and pairs of words. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.lexicon;
