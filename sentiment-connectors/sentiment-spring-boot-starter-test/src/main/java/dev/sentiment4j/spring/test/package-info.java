/**
 * For the tests of a Spring Boot application: an analyzer without a model, and the annotation that puts it in place.
 */
@NullMarked
package dev.sentiment4j.spring.test;

import org.jspecify.annotations.NullMarked;
