/** The dashboard example as a service, seen from its clients. */
@NullMarked
package dev.sentiment4j.benchmarks.service;

import org.jspecify.annotations.NullMarked;
