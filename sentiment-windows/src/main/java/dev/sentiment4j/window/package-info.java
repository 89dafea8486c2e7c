/**
 * What posts say together: {@link dev.sentiment4j.window.SentimentWindows} counts them by time and dimension, in
 * bounded memory, and hands out {@link dev.sentiment4j.window.WindowSnapshot}s.
 */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.window;
