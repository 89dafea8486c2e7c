/** How windows compare with those before: change, and whether it is more than chance. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.trend;
