/** A prediction service. */
@NullMarked
package dev.sentiment4j.examples.small.api;

import org.jspecify.annotations.NullMarked;
