/** Workers over Redis Streams, with alerts and a page. */
@NullMarked
package dev.sentiment4j.examples.small.platform;

import org.jspecify.annotations.NullMarked;
