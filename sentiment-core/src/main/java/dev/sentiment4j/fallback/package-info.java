/** Cheaper answers under overload, before any text is refused. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.fallback;
