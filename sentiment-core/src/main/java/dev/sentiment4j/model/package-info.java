/** Model bundles: where their files come from, what their manifest says, and the checks at load. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.model;
