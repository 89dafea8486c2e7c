/** REST: what is asked, what is answered, in one envelope. */
@NullMarked
package dev.sentiment4j.examples.dashboard.api;

import org.jspecify.annotations.NullMarked;
