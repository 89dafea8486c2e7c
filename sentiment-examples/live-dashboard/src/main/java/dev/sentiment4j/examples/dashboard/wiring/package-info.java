/** How the parts of the library are put together as beans: servers, analyzer, pipeline, windows. */
@NullMarked
package dev.sentiment4j.examples.dashboard.wiring;

import org.jspecify.annotations.NullMarked;
