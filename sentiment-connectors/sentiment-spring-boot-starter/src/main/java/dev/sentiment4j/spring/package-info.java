/**
 * Sentiment4J in a Spring Boot application: analyzers, pipelines and connectors as beans that give way to the host's
 * own, configured by {@code sentiment.*} properties, with health, info and metrics. See {@code docs/spring-boot.md}.
 */
@NullMarked
package dev.sentiment4j.spring;

import org.jspecify.annotations.NullMarked;
