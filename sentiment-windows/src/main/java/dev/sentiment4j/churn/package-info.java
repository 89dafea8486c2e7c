/** How likely an author is to leave: a score that can be read, from what the model says and from words of leaving. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.churn;
