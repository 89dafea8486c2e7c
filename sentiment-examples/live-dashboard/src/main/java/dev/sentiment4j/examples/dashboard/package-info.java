/** A Spring Boot service over the library: REST, WebSocket and a live page. */
@NullMarked
package dev.sentiment4j.examples.dashboard;

import org.jspecify.annotations.NullMarked;
