/** What callers use: the analyzer, its results, its options and its exceptions. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j;
