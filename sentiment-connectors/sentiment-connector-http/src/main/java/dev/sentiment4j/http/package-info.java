/**
 * What the connectors of platforms share over the JDK's HTTP client: exchanges and streams with limits, strict JSON,
 * budgets, back-off, a window of what was seen, time that tests control. Made for connectors; hosts meet
 * {@link dev.sentiment4j.http.HttpOptions}, {@link dev.sentiment4j.http.Secret} and
 * {@link dev.sentiment4j.http.TokenSupplier} alone, and what else is here may change with any release.
 */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.http;
