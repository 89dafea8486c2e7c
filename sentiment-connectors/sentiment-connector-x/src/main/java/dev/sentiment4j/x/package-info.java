/** Posts of X: filtered stream, its rules, recent search. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.x;
