/** What the examples share: servers, made-up posts, a WebSocket. */
@NullMarked
package dev.sentiment4j.examples.small.parts;

import org.jspecify.annotations.NullMarked;
