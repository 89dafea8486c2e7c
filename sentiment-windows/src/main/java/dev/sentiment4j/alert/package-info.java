/** What to be told of: rules over windows, their episodes, and where these are told. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.alert;
