/** What the page is told as it happens: the feed over WebSocket, and the numbers of the last minutes. */
@NullMarked
package dev.sentiment4j.examples.dashboard.live;

import org.jspecify.annotations.NullMarked;
