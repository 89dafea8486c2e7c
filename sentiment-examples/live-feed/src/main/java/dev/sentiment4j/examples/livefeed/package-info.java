/**
 * Posts of X and Reddit, judged while they are written: a host as one would write it, with platforms of its own for
 * trying it out.
 */
@NullMarked
package dev.sentiment4j.examples.livefeed;

import org.jspecify.annotations.NullMarked;
