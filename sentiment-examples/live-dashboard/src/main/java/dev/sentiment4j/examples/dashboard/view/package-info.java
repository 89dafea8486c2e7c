/** What posts, results and numbers look like from outside, over REST and WebSocket alike. */
@NullMarked
package dev.sentiment4j.examples.dashboard.view;

import org.jspecify.annotations.NullMarked;
