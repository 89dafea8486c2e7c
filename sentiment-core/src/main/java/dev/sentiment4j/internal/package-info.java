/** Public only because the compiler needs it. Nothing here is API; anything may change without notice. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.internal;
