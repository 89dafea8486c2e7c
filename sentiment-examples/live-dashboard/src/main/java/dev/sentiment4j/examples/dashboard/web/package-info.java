/** What holds for every request: ids, keys, limits, headers, errors. */
@NullMarked
package dev.sentiment4j.examples.dashboard.web;

import org.jspecify.annotations.NullMarked;
